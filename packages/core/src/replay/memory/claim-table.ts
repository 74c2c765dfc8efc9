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

// A bucket lies in one piece, so that looking through it costs one read of memory: slots, and how many entries of its
// own found no room in it and lie in one of the next.
const SLOTS = 7;
const BUCKET = SLOTS + 1;
const ELSEWHERE = SLOTS;
// The share of slots that are in use when all entries are there: few buckets are full then.
const LOAD = 0.6;

// A slot holds a number of an entry and eight bits of its hash: most that are not looked for are told by them. 0 is free.
const NUMBER_BITS = 24;
const NUMBER = 2 ** NUMBER_BITS - 1;

const WORDS = 4;

/** @param capacity how many entries there can be at one time, less than 2^24 */
export function claimTable(capacity: number): ClaimTable {
  const buckets = Math.ceil(capacity / (SLOTS * LOAD));
  const slots = new Uint32Array(BUCKET * buckets);
  /** By entry: its hash; where it is free, the next one that is. */
  const hashes = new Uint32Array(WORDS * (capacity + 1));
  let free = 0;
  let everUsed = 0;

  function takeFree(): number {
    if (free === 0) {
      everUsed += 1;
      return everUsed;
    }
    const entry = free;
    free = hashes[WORDS * entry] ?? 0;
    return entry;
  }

  function holds(entry: number, hash: ClaimHash): boolean {
    const at = WORDS * entry;
    return (
      hashes[at] === hash[0] &&
      hashes[at + 1] === hash[1] &&
      hashes[at + 2] === hash[2] &&
      hashes[at + 3] === hash[3]
    );
  }

  /** The first word of a hash is as likely to be any number as another: its share of the range is its bucket's. */
  function bucketOf(word: number): number {
    return Math.floor((word / 2 ** 32) * buckets) * BUCKET;
  }

  function bucketAfter(bucket: number): number {
    return bucket + BUCKET < slots.length ? bucket + BUCKET : 0;
  }

  /** Where an entry lies whose hash begins with this word, or, of 0, where there is room for it: on from its bucket. */
  function slotOf(entry: number, word: number, coming: 1 | -1): number {
    for (let bucket = bucketOf(word); ; bucket = bucketAfter(bucket)) {
      for (let at = bucket; at < bucket + SLOTS; at += 1) {
        if (((slots[at] ?? 0) & NUMBER) === entry) return at;
      }
      slots[bucket + ELSEWHERE] = (slots[bucket + ELSEWHERE] ?? 0) + coming;
    }
  }

  return {
    find(hash) {
      const told = (hash[1] ?? 0) & 0xff;
      const first = bucketOf(hash[0] ?? 0);
      let bucket = first;
      do {
        for (let at = bucket; at < bucket + SLOTS; at += 1) {
          const slot = slots[at] ?? 0;
          const entry = slot & NUMBER;
          if (slot >>> NUMBER_BITS === told && entry !== 0 && holds(entry, hash)) return entry;
        }
        if (slots[bucket + ELSEWHERE] === 0) return 0;
        bucket = bucketAfter(bucket);
      } while (bucket !== first);
      return 0;
    },

    add(hash) {
      const entry = takeFree();
      for (let word = 0; word < WORDS; word += 1) hashes[WORDS * entry + word] = hash[word] ?? 0;
      slots[slotOf(0, hash[0] ?? 0, 1)] = ((hash[1] ?? 0) << NUMBER_BITS) | entry;
      return entry;
    },

    remove(entry) {
      slots[slotOf(entry, hashes[WORDS * entry] ?? 0, -1)] = 0;
      hashes[WORDS * entry] = free;
      free = entry;
    },
  };
}
