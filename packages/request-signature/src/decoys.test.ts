import { type Account, memoryDirectory } from '@countersign/core';
import { expect, test, vi } from 'vitest';
import { inboundRequest } from '../../../test/support/inbound-request.ts';
import { pair, signRequest } from '../../../test/support/sign-request.ts';
import { signedToken } from '../../../test/support/signed-token.ts';
import { rsaSignature, signedPayload } from './index.ts';

// What stands in for a key or a secret that is not there proves nothing, not even to who knows it.
const known = vi.hoisted(() => ({ bytes: 0x41 }));

vi.mock('node:crypto', async (importOriginal) => {
  const original = await importOriginal<typeof import('node:crypto')>();
  return { ...original, randomBytes: (size: number) => Buffer.alloc(size, known.bytes) };
});
vi.mock('./rsa/rsa-proof.ts', async (importOriginal) => {
  const original = await importOriginal<typeof import('./rsa/rsa-proof.ts')>();
  const { pair } = await import('../../../test/support/sign-request.ts');
  return { ...original, decoyKey: pair.publicKey };
});

const accounts: (Account | undefined)[] = [undefined, { id: 'app' }];

test.each(accounts)('a signature of the decoy key, of %o', async (account) => {
  const verifier = rsaSignature({
    directory: memoryDirectory(account ? [account] : []),
    account: () => 'app',
    authority: 'api.example.com',
  });
  const signature = signRequest({ url: 'api.example.com/', key: pair.privateKey });
  const verdict = await verifier.verify(inboundRequest({ headers: { 'x-signature': signature } }));
  expect(verdict).toMatchObject({ reason: account ? 'proof-mismatch' : 'account-unknown' });
});

test.each(accounts)('a token of the decoy secret, of %o', async (account) => {
  const verifier = signedPayload({
    directory: memoryDirectory(account ? [account] : []),
    accountPath: ['id'],
  });
  const key = Buffer.alloc(32, known.bytes).toString('base64');
  const token = signedToken({ header: { alg: 'HS256' }, claims: { id: 'app' }, key });
  const verdict = await verifier.verify(inboundRequest({ json: { signature: token } }));
  expect(verdict).toMatchObject({ reason: account ? 'proof-mismatch' : 'account-unknown' });
});
