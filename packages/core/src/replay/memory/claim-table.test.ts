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

test('a hash is of account and key, and of nobody who does not know the key of this hasher', () => {
  const hashOf = claimHasher();
  const hash = (account: string, key: string) => [...hashOf(account, key)];
  expect(hash('a', 'b')).toEqual(hash('a', 'b'));
  expect(hash('a', 'b')).not.toEqual(hash('b', 'a'));
  expect([...claimHasher()('a', 'b')]).not.toEqual(hash('a', 'b'));
});
