import fc from 'fast-check';
import { expect, test } from 'vitest';
import { claimHasher } from './claim-hash.ts';
import { claimTable } from './claim-table.ts';

const base = [1, 2, 3, 4];

test('hashes that differ in one word are different, though they fall into one chain', () => {
  const table = claimTable(8);
  const hashes = [0, 1, 2, 3].map((at) => Uint32Array.from(base, (word, i) => (i === at ? word + 64 : word)));
  const entries = [Uint32Array.from(base), ...hashes].map((hash) => table.add(hash));
  expect(new Set(entries).size).toBe(5);
  expect([Uint32Array.from(base), ...hashes].map((hash) => table.find(hash))).toEqual(entries);

  // Out of the middle of the chain, and its place is used again.
  table.remove(entries[2] ?? 0);
  expect(hashes.map((hash) => table.find(hash))).toEqual([entries[1], 0, entries[3], entries[4]]);
  expect(table.add(Uint32Array.of(9, 9, 9, 9))).toBe(entries[2]);
});

test('holds what was added and not removed, full and with most of it in one place', () => {
  const CAPACITY = 24;
  // Few first words, at both ends of the range: buckets run over, and the last one into the first.
  const hash = fc.record({ place: fc.constantFrom(0, 1, 2 ** 32 - 1), rest: fc.nat({ max: 15 }) });
  fc.assert(
    fc.property(fc.array(hash, { maxLength: 400 }), (hashes) => {
      const table = claimTable(CAPACITY);
      const held = new Map<string, number>();
      for (const { place, rest } of hashes) {
        const words = Uint32Array.of(place, rest & 1, rest, 0);
        const name = words.join();
        const entry = held.get(name) ?? 0;
        expect(table.find(words)).toBe(entry);
        if (entry !== 0) {
          table.remove(entry);
          held.delete(name);
        } else if (held.size < CAPACITY) {
          held.set(name, table.add(words));
        }
        for (const [one, number] of held)
          expect(table.find(Uint32Array.from(one.split(',').map(Number)))).toBe(number);
        expect(new Set(held.values()).size).toBe(held.size);
      }
    }),
    { seed: 20_260_102, numRuns: 200 },
  );
});

test('a hash is of account and key, and of nobody who does not know the key of this hasher', () => {
  const hashOf = claimHasher();
  const hash = (account: string, key: string) => [...hashOf(account, key)];
  expect(hash('a', 'b')).toEqual(hash('a', 'b'));
  expect(hash('a', 'b')).not.toEqual(hash('b', 'a'));
  expect([...claimHasher()('a', 'b')]).not.toEqual(hash('a', 'b'));
});
