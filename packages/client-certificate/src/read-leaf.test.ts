import type { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { createAuthority } from '../../../test/support/authority.ts';
import { leafReader } from './read-leaf.ts';

test('what was read is remembered by the fingerprint', async () => {
  const authority = await createAuthority({ commonName: 'Test CA' });
  const [one, other] = [
    await authority.issueClient({ commonName: 'a' }),
    await authority.issueClient({ commonName: 'a' }),
  ];
  const read = leafReader();
  const first = read(one.certificate);
  expect(read(one.certificate)).toBe(first);
  expect(read(other.certificate)).not.toBe(first);
  const { fingerprint256 } = other.certificate;
  expect(read(other.certificate)).toMatchObject({ facts: { fingerprint256 } });
});

test('1000 certificates are remembered, and the one that was not seen for longest is read again', () => {
  // What cannot be read is remembered as well: a stranger sends it.
  const unreadable = (name: number) => ({ fingerprint256: String(name) }) as X509Certificate;
  const read = leafReader();
  const first = read(unreadable(0));
  for (let name = 1; name < 1000; name++) read(unreadable(name));
  expect(read(unreadable(0))).toBe(first);
  for (let name = 1000; name < 2000; name++) read(unreadable(name));
  expect(read(unreadable(0))).not.toBe(first);
});
