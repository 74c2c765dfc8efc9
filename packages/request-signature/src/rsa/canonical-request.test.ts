import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryDirectory } from '@countersign/core';
import { expect, onTestFinished, test } from 'vitest';
import { inboundRequest } from '../../../../test/support/inbound-request.ts';
import { canonicalRequest } from './canonical-request.ts';
import { rsaSignature } from './rsa-signature.ts';

const canonical = (method: string, url: string, body: string | Uint8Array = '') =>
  canonicalRequest({ method, url, body: Buffer.from(body) }).toString('latin1');

// Written out by hand from the provider's formula.
test.each([
  {
    what: 'a body with white space, inside strings too',
    of: ['POST', 'https://api.connectpay.com/merchant/payments', '{ "note": "two words",\r\n\t"amount": 1 }'],
    is: 'postapi.connectpay.com/merchant/payments{"note":"twowords","amount":1}',
  },
  {
    what: 'capitals in method and URL, not in the body',
    of: ['Post', 'https://API.connectpay.com/Merchant?Ref=A', '{"Ref":"A"}'],
    is: 'postapi.connectpay.com/merchant?ref=a{"Ref":"A"}',
  },
  { what: 'no body', of: ['GET', 'https://h/p'], is: 'geth/p' },
  { what: 'a port', of: ['GET', 'https://h:8443/p'], is: 'geth:8443/p' },
  { what: 'a scheme in capitals', of: ['GET', 'HTTPS://h/p'], is: 'geth/p' },
  { what: 'https:// in a URL without a scheme', of: ['GET', 'h/p?to=https://x'], is: 'geth/p?to=https://x' },
  { what: 'https:// further on', of: ['GET', 'https://h/p?to=https://x'], is: 'geth/p?to=https://x' },
] as const)('$what', ({ of: [method, url, body], is }) => {
  expect(canonical(method, url, body)).toBe(is);
});

test('white space is the six ASCII characters, and every other byte stays', () => {
  const every = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const kept = canonical('GET', 'https://h', every).slice('geth'.length);
  expect(Buffer.from(kept, 'latin1')).toEqual(
    Buffer.from([...every].filter((byte) => ![9, 10, 11, 12, 13, 32].includes(byte))),
  );
});

test('what openssl signs is accepted', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-rsa-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  writeFileSync(join(folder, 'key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  writeFileSync(
    join(folder, 'text'),
    'postapi.connectpay.com/merchant/payments{"note":"twowords","amount":"10.00"}',
  );
  const signature = execFileSync('openssl', ['dgst', '-sha256', '-sign', 'key.pem', 'text'], { cwd: folder });
  const verifier = rsaSignature({
    directory: memoryDirectory([{ id: 'app', publicKeys: [publicKey] }]),
    account: () => 'app',
    authority: 'api.connectpay.com',
  });
  const request = inboundRequest({
    target: '/merchant/payments',
    host: 'forged.example',
    headers: { 'x-signature': signature.toString('base64') },
    body: { kind: 'unsupported', raw: Buffer.from('{\n  "note": "two words",\n  "amount": "10.00"\n}') },
  });
  expect(await verifier.verify(request)).toEqual({ outcome: 'accepted', principal: { account: 'app' } });
});
