import { generateKeyPairSync } from 'node:crypto';
import { type Account, memoryDirectory, refusalOf, type VerdictEvent } from '@countersign/core';
import { describe, expect, test, vi } from 'vitest';
import { inboundRequest } from '../../../../test/support/inbound-request.ts';
import { otherPair, pair, signRequest } from '../../../../test/support/sign-request.ts';
import { type RsaSignatureOptions, rsaSignature } from './rsa-signature.ts';

const url = 'api.connectpay.com/merchant/payments';
const body = '{"amount": "10.00"}';
const signed = '{"amount":"10.00"}';
const right = signRequest({ url, body: signed });
const app: Account = { id: 'app', publicKeys: [pair.publicKey] };

const verifierOf = (account: Account = app, more: Partial<RsaSignatureOptions> = {}) =>
  rsaSignature({
    directory: memoryDirectory([account]),
    account: ({ headers }) => headers.all('x-app')[0],
    authority: 'api.connectpay.com',
    ...more,
  });

type Parts = NonNullable<Parameters<typeof inboundRequest>[0]>;
const requestWith = (signature: string | readonly string[], { headers, ...parts }: Parts = {}) =>
  inboundRequest({
    target: '/merchant/payments',
    headers: { 'x-app': 'app', 'x-signature': signature, ...headers },
    body: { kind: 'json', value: JSON.parse(body), raw: Buffer.from(body) },
    ...parts,
  });

async function outcomeOf(request: ReturnType<typeof requestWith>, verifier = verifierOf()): Promise<string> {
  const verdict = await verifier.verify(request);
  return verdict.outcome === 'rejected' ? verdict.reason : verdict.outcome;
}

test('a signature over the request is accepted, for its account', async () => {
  expect(await verifierOf().verify(requestWith(right))).toEqual({
    outcome: 'accepted',
    principal: { account: 'app' },
  });
});

describe('what was signed', () => {
  const raw = (text: string) => ({ kind: 'json', value: {}, raw: Buffer.from(text) }) as const;

  test.each<{ what: string; parts: Parts; outcome: string }>([
    { what: 'white space apart', parts: { body: raw('{"amount":\n\t"10.00" }') }, outcome: 'accepted' },
    { what: 'another amount', parts: { body: raw('{"amount":"99.00"}') }, outcome: 'proof-mismatch' },
    {
      what: 'the same JSON with an escape',
      parts: { body: raw('{"amount":"\\u0031\\u0030.00"}') },
      outcome: 'proof-mismatch',
    },
    { what: 'no body', parts: { body: { kind: 'absent' } }, outcome: 'proof-mismatch' },
    { what: 'another path', parts: { target: '/merchant/refunds' }, outcome: 'proof-mismatch' },
    { what: 'a query', parts: { target: '/merchant/payments?x=1' }, outcome: 'proof-mismatch' },
    { what: 'another method', parts: { method: 'PUT' }, outcome: 'proof-mismatch' },
    {
      what: 'a target with a host of its own',
      parts: { target: `https://${url}` },
      outcome: 'proof-mismatch',
    },
  ])('$what: $outcome', async ({ parts, outcome }) => {
    expect(await outcomeOf(requestWith(right, parts))).toBe(outcome);
  });

  test('bytes that are not UTF-8 are bytes like any other', async () => {
    const binary = Buffer.from([0xff, 0xfe, 0x20, 0x00]);
    const parts: Parts = { body: { kind: 'unsupported', raw: binary } };
    expect(await outcomeOf(requestWith(right, parts))).toBe('proof-mismatch');
  });
});

describe('the authority', () => {
  test('is the one configured, whatever Host says', async () => {
    const forged = signRequest({ url: 'forged.example/merchant/payments', body: signed });
    expect(await outcomeOf(requestWith(forged, { host: 'forged.example' }))).toBe('proof-mismatch');
    expect(await outcomeOf(requestWith(right, { host: 'forged.example' }))).toBe('accepted');
  });

  test('may be one of several, or told later', async () => {
    const authority = ['api2.connectpay.com:8443', 'API.connectpay.com'];
    expect(await outcomeOf(requestWith(right), verifierOf(app, { authority }))).toBe('accepted');
    const known: string[] = [];
    const verifier = verifierOf(app, { authority: () => known });
    expect(await outcomeOf(requestWith(right), verifier)).toBe('proof-mismatch');
    known.push('api.connectpay.com');
    expect(await outcomeOf(requestWith(right), verifier)).toBe('accepted');
  });
});

describe('the header', () => {
  const bytes = Buffer.from(right, 'base64');
  test.each<{ what: string; signature: string | readonly string[]; outcome: string }>([
    { what: 'absent', signature: [], outcome: 'absent' },
    { what: 'sent twice', signature: [right, right], outcome: 'credentials-malformed' },
    { what: 'empty', signature: '', outcome: 'credentials-malformed' },
    { what: 'URL-safe', signature: bytes.toString('base64url'), outcome: 'credentials-malformed' },
    { what: 'unpadded', signature: right.replace(/=+$/, ''), outcome: 'credentials-malformed' },
    { what: 'with white space', signature: `${right} `, outcome: 'credentials-malformed' },
    { what: 'past the bound', signature: 'AAAA'.repeat(2049), outcome: 'credentials-malformed' },
    { what: 'of hexadecimal digits', signature: bytes.toString('hex'), outcome: 'proof-mismatch' },
    { what: 'a byte short', signature: bytes.subarray(1).toString('base64'), outcome: 'proof-mismatch' },
    {
      what: 'a zero byte longer',
      signature: Buffer.concat([Buffer.alloc(1), bytes]).toString('base64'),
      outcome: 'proof-mismatch',
    },
    { what: 'zeros', signature: Buffer.alloc(256).toString('base64'), outcome: 'proof-mismatch' },
    { what: 'ones', signature: Buffer.alloc(256, 0xff).toString('base64'), outcome: 'proof-mismatch' },
  ])('$what: $outcome', async ({ signature, outcome }) => {
    expect(await outcomeOf(requestWith(signature))).toBe(outcome);
  });

  test('may have another name', async () => {
    const verifier = verifierOf(app, { header: 'X-Seal' });
    const request = requestWith([], { headers: { 'x-app': 'app', 'x-seal': right } });
    expect(await outcomeOf(request, verifier)).toBe('accepted');
    expect(await outcomeOf(requestWith(right), verifier)).toBe('absent');
  });
});

describe('the account', () => {
  test.each<{ what: string; headers: Record<string, string | string[]>; outcome: string }>([
    { what: 'unknown', headers: { 'x-app': 'nobody' }, outcome: 'account-unknown' },
    { what: 'not named', headers: { 'x-app': [] }, outcome: 'account-unknown' },
  ])('$what: $outcome', async ({ headers, outcome }) => {
    expect(await outcomeOf(requestWith(right, { headers: { 'x-signature': right, ...headers } }))).toBe(
      outcome,
    );
  });

  test.each<{ what: string; account: Partial<Account>; outcome: string }>([
    { what: 'without a key', account: { publicKeys: [] }, outcome: 'proof-mismatch' },
    { what: 'with another key', account: { publicKeys: [otherPair.publicKey] }, outcome: 'proof-mismatch' },
    {
      what: 'that rotates its key',
      account: { publicKeys: [otherPair.publicKey, pair.publicKey] },
      outcome: 'accepted',
    },
    { what: 'that is not active', account: { status: 'inactive' }, outcome: 'account-inactive' },
    { what: 'of another address', account: { addresses: ['192.0.2.1'] }, outcome: 'address-not-allowed' },
    {
      what: 'not active, and with another key',
      account: { status: 'inactive', publicKeys: [otherPair.publicKey] },
      outcome: 'proof-mismatch',
    },
  ])('$what: $outcome', async ({ account, outcome }) => {
    expect(await outcomeOf(requestWith(right), verifierOf({ ...app, ...account }))).toBe(outcome);
  });

  test('another whose signature it is: identity-conflict, where others are looked at', async () => {
    const other: Account = { id: 'other', publicKeys: [otherPair.publicKey] };
    const stolen = requestWith(signRequest({ url, body: signed, key: otherPair.privateKey }));
    expect(await outcomeOf(stolen)).toBe('proof-mismatch');
    expect(await outcomeOf(stolen, verifierOf(app, { otherSigners: () => [app, other] }))).toBe(
      'identity-conflict',
    );
    const wrong = requestWith(signRequest({ url, body: 'x' }));
    expect(await outcomeOf(wrong, verifierOf(app, { otherSigners: () => [app, other] }))).toBe(
      'proof-mismatch',
    );
  });

  test('others are looked at for 32 keys, and no more', async () => {
    const other: Account = { id: 'other', publicKeys: [otherPair.publicKey] };
    const stolen = requestWith(signRequest({ url, body: signed, key: otherPair.privateKey }));
    const crowd = (size: number) => [
      ...Array.from({ length: size }, (_, i) => ({ ...app, id: `app-${i}` })),
      other,
    ];
    expect(await outcomeOf(stolen, verifierOf(app, { otherSigners: () => crowd(31) }))).toBe(
      'identity-conflict',
    );
    expect(await outcomeOf(stolen, verifierOf(app, { otherSigners: () => crowd(32) }))).toBe(
      'proof-mismatch',
    );
  });

  test('accounts without a key are looked at, too, and not without end', async () => {
    const other: Account = { id: 'other', publicKeys: [otherPair.publicKey] };
    const stolen = requestWith(signRequest({ url, body: signed, key: otherPair.privateKey }));
    const crowd = (size: number) => [...Array.from({ length: size }, (_, i) => ({ id: `app-${i}` })), other];
    expect(await outcomeOf(stolen, verifierOf(app, { otherSigners: () => crowd(999) }))).toBe(
      'identity-conflict',
    );
    expect(await outcomeOf(stolen, verifierOf(app, { otherSigners: () => crowd(1000) }))).toBe(
      'proof-mismatch',
    );
  });

  test('a directory that gives a key too small is unavailable, and the client is told nothing of it', async () => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const directory = { find: () => ({ id: 'app', publicKeys: [publicKey] }) };
    expect(await outcomeOf(requestWith(right), verifierOf(app, { directory }))).toBe('unavailable');
  });
});

describe('a body whose bytes are not known', () => {
  test.each<{ what: string; parts: Parts; outcome: string }>([
    {
      what: 'parsed before',
      parts: { body: { kind: 'json', value: JSON.parse(body) } },
      outcome: 'unavailable',
    },
    { what: 'too large', parts: { body: { kind: 'too-large' } }, outcome: 'body-too-large' },
    { what: 'cut short', parts: { body: { kind: 'malformed' } }, outcome: 'credentials-malformed' },
    {
      what: 'not JSON, but there',
      parts: { body: { kind: 'malformed', raw: Buffer.from('{') } },
      outcome: 'proof-mismatch',
    },
  ])('$what: $outcome', async ({ parts, outcome }) => {
    expect(await outcomeOf(requestWith(right, parts))).toBe(outcome);
  });

  test('says to whoever runs the server what to do', async () => {
    const verdict = await verifierOf().verify(requestWith(right, { body: { kind: 'json', value: {} } }));
    expect(verdict).toMatchObject({
      cause: expect.objectContaining({ message: expect.stringContaining('rawBody') }),
    });
  });
});

test('is refused over plain HTTP where TLS is required', async () => {
  const request = requestWith(right, { transport: { secure: false } });
  expect(await outcomeOf(request, verifierOf(app, { requireTls: true }))).toBe('insecure-transport');
});

test('a 401 has a challenge, and a 403 has none', async () => {
  const challengesOf = async (account: Account, signature: string) => {
    const verifier = verifierOf(account, { realm: 'ConnectPay' });
    const request = requestWith(signature);
    const verdict = await verifier.verify(request);
    if (verdict.outcome === 'accepted') throw new Error('accepted');
    const { status, headers } = refusalOf(verifier, verdict, request);
    return [status, headers['www-authenticate']];
  };
  expect(await challengesOf(app, 'x')).toEqual([
    401,
    ['RequestSignature realm="ConnectPay", header="x-signature"'],
  ]);
  expect(await challengesOf({ ...app, status: 'inactive' }, right)).toEqual([403, undefined]);
});

test('the claimant is whom the request names, where a signature was sent', async () => {
  const find = vi.fn();
  const verifier = verifierOf(app, { directory: { find } });
  expect(await verifier.claimant?.(requestWith('%'))).toEqual({ account: 'app' });
  expect(
    await verifier.claimant?.(requestWith('%', { headers: { 'x-app': [], 'x-signature': '%' } })),
  ).toEqual({});
  expect(await verifier.claimant?.(requestWith([]))).toBeUndefined();
  expect(find).not.toHaveBeenCalled();
});

test('the verdict is published without the signature', async () => {
  const events: VerdictEvent[] = [];
  const verifier = verifierOf(app, { onVerdict: (event) => void events.push(event) });
  await verifier.verify(requestWith(right));
  expect(events).toEqual([
    { scheme: 'rsa-signature', outcome: 'accepted', account: 'app', duration: expect.any(Number) },
  ]);
});

describe('configuration', () => {
  const authority = /authority must be the public host name/;
  test.each<{ options: object; message: RegExp }>([
    { options: { directory: undefined }, message: /directory must have find/ },
    { options: { account: 'app' }, message: /account must be a function/ },
    { options: { authority: undefined }, message: authority },
    { options: { authority: [] }, message: authority },
    { options: { authority: '' }, message: authority },
    { options: { authority: 'https://api.connectpay.com' }, message: authority },
    { options: { authority: 'api.connectpay.com/v2' }, message: authority },
    { options: { authority: 'api.connectpay.com:443' }, message: authority },
    { options: { authority: 'x@api.connectpay.com' }, message: authority },
    { options: { header: 'x signature' }, message: /header must be a header name/ },
    { options: { otherSigners: [] }, message: /otherSigners must be a function/ },
    { options: { realm: 'ä' }, message: /realm must be/ },
    { options: { requireTls: 'yes' }, message: /requireTls must be/ },
  ])('says what is wrong: $options', ({ options, message }) => {
    expect(() => verifierOf(app, options)).toThrow(TypeError);
    expect(() => verifierOf(app, options)).toThrow(message);
  });
});
