import { createHmac, generateKeyPairSync, verify } from 'node:crypto';
import { expect, test } from 'vitest';
import { sign } from './index.ts';
import type { TokenFault } from './token-faults.ts';

const key = 'a-secret-of-thirty-two-bytes-or-more';
const now = 1_767_323_045; // 2026-01-02T03:04:05Z
const clock = () => now * 1000 + 999;
const claims = { sub: 'your_key', iss: 'https://pledg.example' };
const wanted = { algorithm: 'HS256', key, claims, lifetimeSeconds: 600, clock };

interface Read {
  readonly header: Record<string, unknown>;
  readonly payload: Record<string, unknown>;
  readonly signature: string;
  readonly input: string;
}

function read(token: string): Read {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const json = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString());
  return { header: json(header), payload: json(payload), signature, input: `${header}.${payload}` };
}

const holds = ({ input, signature }: Read) =>
  createHmac('sha256', key).update(input).digest('base64url') === signature;

test('HS256, as Pledg issues it', async () => {
  const token = read(await sign.token(wanted));
  expect(token.header).toEqual({ typ: 'JWT', alg: 'HS256' });
  expect(token.payload).toEqual({ ...claims, iat: now, exp: now + 600 });
  expect(holds(token)).toBe(true);
});

test('ES256 with a kid, as ConnectPay issues it, from a PEM', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
  const token = read(await sign.token({ algorithm: 'ES256', key: pem, kid: 'one', claims, clock }));
  expect(token.header).toEqual({ typ: 'JWT', alg: 'ES256', kid: 'one' });
  expect(token.payload).toEqual({ ...claims, iat: now, exp: now + 300 });
  const signature = Buffer.from(token.signature, 'base64url');
  expect(
    verify('sha256', Buffer.from(token.input), { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature),
  ).toBe(true);
});

test('claims and header members replace the usual ones, and undefined leaves them out', async () => {
  const { header, payload } = read(
    await sign.token({
      ...wanted,
      claims: { exp: 'soon', iat: undefined },
      header: { typ: undefined, kid: 'x' },
    }),
  );
  expect(header).toEqual({ alg: 'HS256', kid: 'x' });
  expect(payload).toEqual({ exp: 'soon' });
});

test('a header that nobody understands can be signed', async () => {
  const token = read(await sign.token({ ...wanted, header: { crit: ['x'], x: 1 } }));
  expect(token.header).toEqual({ typ: 'JWT', alg: 'HS256', crit: ['x'], x: 1 });
  expect(holds(token)).toBe(true);
});

const right = { ...claims, iat: now, exp: now + 600 };
const { exp: _exp, ...withoutExp } = right;
const { iat: _iat, ...withoutIat } = right;

test.each<{ fault: TokenFault; payload?: object; header?: object; signed: boolean }>([
  { fault: 'expired', payload: { ...right, iat: now - 660, exp: now - 60 }, signed: true },
  { fault: 'not-yet-valid', payload: { ...right, nbf: now + 3600 }, signed: true },
  { fault: 'issued-in-the-future', payload: { ...right, iat: now + 3600, exp: now + 4200 }, signed: true },
  { fault: 'lives-too-long', payload: { ...right, exp: now + 31_536_000 }, signed: true },
  { fault: 'without-exp', payload: withoutExp, signed: true },
  { fault: 'without-iat', payload: withoutIat, signed: true },
  {
    fault: 'times-in-milliseconds',
    payload: { ...right, iat: now * 1000, exp: (now + 600) * 1000 },
    signed: true,
  },
  { fault: 'other-issuer', payload: { ...right, iss: 'https://somebody-else.example' }, signed: true },
  { fault: 'other-key', signed: false },
  { fault: 'without-signature', signed: false },
  { fault: 'alg-none', header: { typ: 'JWT', alg: 'none' }, signed: false },
])('a token that is $fault differs in that alone', async ({ fault, payload, header, signed }) => {
  const token = read(await sign.token({ ...wanted, fault }));
  expect(token.payload).toEqual(payload ?? right);
  expect(token.header).toEqual(header ?? { typ: 'JWT', alg: 'HS256' });
  expect(holds(token)).toBe(signed);
  if (fault === 'without-signature' || fault === 'alg-none') expect(token.signature).toBe('');
  else expect(token.signature).toHaveLength(43);
});

test.each(['RS256', 'PS256', 'ES256', 'ES384', 'ES512', 'EdDSA', 'HS512'])(
  'somebody else\u2019s key for %s is one that fits it',
  async (algorithm) => {
    const { header } = read(await sign.token({ ...wanted, algorithm, fault: 'other-key' }));
    expect(header.alg).toBe(algorithm);
  },
);

test('a fault that there is none of is named so', async () => {
  await expect(sign.token({ ...wanted, fault: 'toString' as TokenFault })).rejects.toThrow(
    /^fault must be one of /,
  );
});
