import type { ClaimHash } from './claim-hash.ts';

/**
 * A set of hashes in typed arrays: 22 to 24 bytes each, nothing for the garbage collector, no growing.
 * An entry is known by its number, from 1 on, which stays the same while it is there; 0 is none.
 */
export interface ClaimTable {
  find(hash: ClaimHash): number;
  /** There must be room, and no equal hash. */
  add(hash: ClaimHash): number;
  remove(entry: number): void;
}

/** @param capacity how many entries there can be at one time */
export function claimTable(capacity: number): ClaimTable {
  // Chains of one or two entries: half the memory of one place for each.
  const chains = new Uint32Array(2 ** Math.max(0, Math.ceil(Math.log2(capacity)) - 1));
  const mask = chains.length - 1;
  const words = new Uint32Array(4 * (capacity + 1));
  /** The next entry of the same chain, or of the list of free ones. */
  const next = new Uint32Array(capacity + 1);
  let free = 0;
  let everUsed = 0;

  function takeFree(): number {
    if (free === 0) {
      everUsed += 1;
      return everUsed;
    }
    const entry = free;
    free = next[entry] ?? 0;
    return entry;
  }

  function chainOf(entry: number): number {
    return (words[4 * entry] ?? 0) & mask;
  }

  return {
    find(hash) {
      let entry = chains[(hash[0] ?? 0) & mask] ?? 0;
      while (entry !== 0) {
        const at = 4 * entry;
        if (
          words[at] === hash[0] &&
          words[at + 1] === hash[1] &&
          words[at + 2] === hash[2] &&
          words[at + 3] === hash[3]
        ) {
          return entry;
        }
        entry = next[entry] ?? 0;
      }
      return 0;
    },

    add(hash) {
      const entry = takeFree();
      words.set(hash, 4 * entry);
      const chain = chainOf(entry);
      next[entry] = chains[chain] ?? 0;
      chains[chain] = entry;
      return entry;
    },

    remove(entry) {
      const chain = chainOf(entry);
      if (chains[chain] === entry) {
        chains[chain] = next[entry] ?? 0;
      } else {
        let before = chains[chain] ?? 0;
        while (next[before] !== entry) before = next[before] ?? 0;
        next[before] = next[entry] ?? 0;
      }
      next[entry] = free;
      free = entry;
    },
  };
}
