import type { ClaimHash } from './claim-hash.ts';

/**
 * A set of hashes in typed arrays: 24 bytes each, nothing for the garbage collector, no growing.
 * An entry is known by its number, from 1 on, which stays the same while it is there; 0 is none.
 */
export interface ClaimTable {
  find(hash: ClaimHash): number;
  /** There must be room, and no equal hash. */
  add(hash: ClaimHash): number;
  remove(entry: number): void;
}

// An entry lies in one piece, so that looking at it costs one read of memory: four words of hash, and what comes next.
const WORDS = 5;
const NEXT = 4;

/** @param capacity how many entries there can be at one time */
export function claimTable(capacity: number): ClaimTable {
  /** The first entry of each chain; as many chains as entries, so that most are of one. */
  const chains = new Uint32Array(capacity);
  /** By entry: its hash, and the next entry of the same chain, or of the list of free ones. */
  const entries = new Uint32Array(WORDS * (capacity + 1));
  let free = 0;
  let everUsed = 0;

  function takeFree(): number {
    if (free === 0) {
      everUsed += 1;
      return everUsed;
    }
    const entry = free;
    free = nextOf(entry);
    return entry;
  }

  function nextOf(entry: number): number {
    return entries[WORDS * entry + NEXT] ?? 0;
  }

  function setNext(entry: number, next: number): void {
    entries[WORDS * entry + NEXT] = next;
  }

  /** The first word of a hash is as likely to be any number as another: its share of the range is its chain's. */
  function chainOf(word: number): number {
    return Math.floor((word / 2 ** 32) * capacity);
  }

  return {
    find(hash) {
      let entry = chains[chainOf(hash[0] ?? 0)] ?? 0;
      while (entry !== 0) {
        const at = WORDS * entry;
        if (
          entries[at] === hash[0] &&
          entries[at + 1] === hash[1] &&
          entries[at + 2] === hash[2] &&
          entries[at + 3] === hash[3]
        ) {
          return entry;
        }
        entry = nextOf(entry);
      }
      return 0;
    },

    add(hash) {
      const entry = takeFree();
      const chain = chainOf(hash[0] ?? 0);
      entries.set(hash, WORDS * entry);
      setNext(entry, chains[chain] ?? 0);
      chains[chain] = entry;
      return entry;
    },

    remove(entry) {
      const chain = chainOf(entries[WORDS * entry] ?? 0);
      if (chains[chain] === entry) {
        chains[chain] = nextOf(entry);
      } else {
        let before = chains[chain] ?? 0;
        while (nextOf(before) !== entry) before = nextOf(before);
        setNext(before, nextOf(entry));
      }
      setNext(entry, free);
      free = entry;
    },
  };
}
