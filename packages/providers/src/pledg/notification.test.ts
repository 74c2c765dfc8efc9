import { createHash } from 'node:crypto';
import { type Account, type Explanation, type InboundRequest, refusalOf } from '@countersign/core';
import { describe, expect, test } from 'vitest';
import { inboundRequest } from '../../../../test/support/inbound-request.ts';
import { signedToken } from '../../../../test/support/signed-token.ts';
import { type PledgNotificationOptions, pledgNotification } from './notification.ts';

const secret = 'sEcReT';
const merchant: Account = { id: 'mer_1', secrets: ['another', secret] };
const now = Date.parse('2026-01-02T03:04:05Z');

// By openssl, of the text written out: printf %s 'created_at=…sEcReTerror=sEcReTid=…' | openssl dgst -sha256
const standard = {
  status: 'completed',
  created_at: '2026-01-02T03:04:05Z',
  error: '',
  id: 'p-1',
  reference: 'ORDER-1',
  sandbox: true,
  signature: '20FC22B6182E90D51B84CB767D14A78AE643A570989B7C257F3ADB4AE7DDC1A8',
};
const { signature, ...fields } = standard;
const transfer =
  'eyJhbGciOiJIUzI1NiJ9.eyJyZWZlcmVuY2UiOiJPUkRFUi0xIiwic3RhdHVzIjoiY29tcGxldGVkIn0.ywgaQ9pbhLxRKew_2eLvGLLSU7m5PEuJEvIWisqYZhI';

const verifierOf = (options: Partial<PledgNotificationOptions> = {}) =>
  pledgNotification({ account: merchant, clock: () => now, ...options });
const json = (value: unknown) => inboundRequest({ json: value });
const form = (value: Record<string, string> | string) =>
  inboundRequest({ body: { kind: 'form', value: new URLSearchParams(value) } });
const upper = (text: string) => createHash('sha256').update(text).digest('hex').toUpperCase();

async function outcomeOf(request: InboundRequest, options: Partial<PledgNotificationOptions> = {}) {
  const verdict = await verifierOf(options).verify(request);
  return verdict.outcome === 'rejected' ? verdict.reason : verdict.outcome;
}

describe('a notification that openssl signed is accepted, with what the signature covers', () => {
  const signed = { ...fields, sandbox: 'true' };
  test.each<{ what: string; request: InboundRequest; signed: object }>([
    { what: 'standard', request: json(standard), signed },
    { what: 'standard, as a form', request: form({ ...standard, sandbox: 'true' }), signed },
    {
      what: 'transfer',
      request: json({ signature: transfer }),
      signed: { reference: 'ORDER-1', status: 'completed' },
    },
  ])('$what', async ({ request, signed }) => {
    expect(await verifierOf().verify(request)).toEqual({
      outcome: 'accepted',
      principal: { account: 'mer_1', signed },
    });
    expect(await outcomeOf(request, { account: { id: 'mer_1', secrets: ['x'] } })).toBe('proof-mismatch');
  });
});

describe('standard', () => {
  test.each<{ what: string; body: unknown; outcome: string }>([
    { what: 'another value', body: { ...standard, status: 'failed' }, outcome: 'proof-mismatch' },
    { what: 'a field more', body: { ...standard, zone: 'x' }, outcome: 'proof-mismatch' },
    { what: 'a field less', body: { ...standard, error: undefined }, outcome: 'proof-mismatch' },
    {
      what: 'true as text, which is signed the same',
      body: { ...standard, sandbox: 'true' },
      outcome: 'accepted',
    },
    {
      what: 'an object, which is not signed',
      body: { ...standard, metadata: { a: 1 } },
      outcome: 'accepted',
    },
    { what: 'null, which is not signed', body: { ...standard, more: null }, outcome: 'accepted' },
    { what: 'a name that holds =', body: { ...standard, 'a=b': 'c' }, outcome: 'credentials-malformed' },
    {
      what: 'small letters',
      body: { ...standard, signature: signature.toLowerCase() },
      outcome: 'proof-mismatch',
    },
    { what: 'no signature', body: fields, outcome: 'absent' },
    {
      what: 'a signature that is a number',
      body: { ...standard, signature: 1 },
      outcome: 'credentials-malformed',
    },
    { what: 'a list', body: [standard], outcome: 'absent' },
    {
      what: 'a token beside other fields',
      body: { ...fields, signature: transfer },
      outcome: 'proof-mismatch',
    },
  ])('$what: $outcome', async ({ body, outcome }) => {
    expect(await outcomeOf(json(body))).toBe(outcome);
  });

  test('of one field nobody needs the secret for: refused', async () => {
    const forged = { status: 'completed', signature: upper('status=completed') };
    expect(await outcomeOf(json(forged))).toBe('credentials-malformed');
    expect(await outcomeOf(json({ ...forged, metadata: {} }))).toBe('credentials-malformed');
  });

  test('a field or a signature twice: refused', async () => {
    const good = new URLSearchParams({ ...standard, sandbox: 'true' });
    expect(await outcomeOf(form(`${good}&status=failed`))).toBe('credentials-malformed');
    expect(await outcomeOf(form(`${good}&signature=x`))).toBe('credentials-malformed');
  });

  test('what is unsigned is not handed on', async () => {
    const verdict = await verifierOf().verify(json({ ...standard, metadata: { amount: 1 }, more: null }));
    expect(Object.keys(verdict.outcome === 'accepted' ? verdict.principal.signed : {}).sort()).toEqual(
      Object.keys(fields).sort(),
    );
  });

  test('a field named __proto__ is a field', async () => {
    const body = JSON.parse(`{"__proto__":"a","b":"c","signature":"${upper(`__proto__=a${secret}b=c`)}"}`);
    const verdict = await verifierOf().verify(json(body));
    const signed = verdict.outcome === 'accepted' ? verdict.principal.signed : {};
    expect(Object.entries(signed)).toEqual([
      ['__proto__', 'a'],
      ['b', 'c'],
    ]);
  });

  test('over the fields that are named, in any order', async () => {
    const signedFields = ['status', 'id'];
    const body = { ...standard, signature: upper(`id=p-1${secret}status=completed`) };
    expect(await verifierOf({ signedFields }).verify(json(body))).toMatchObject({
      principal: { signed: { id: 'p-1', status: 'completed' } },
    });
    expect(await outcomeOf(json({ ...body, reference: 'X' }), { signedFields })).toBe('accepted');
    expect(await outcomeOf(json({ ...body, id: undefined }), { signedFields })).toBe('credentials-malformed');
    expect(await outcomeOf(json({ ...body, id: { a: 1 } }), { signedFields })).toBe('credentials-malformed');
  });
});

describe('transfer', () => {
  const signed = (claims: object, header: object = { alg: 'HS256' }, key = secret) =>
    json({ signature: signedToken({ header, claims, key, algorithm: 'HS256' }) });
  test.each<{ what: string; request: InboundRequest; outcome: string }>([
    { what: 'another secret', request: signed({ a: 1 }, { alg: 'HS256' }, 'x'), outcome: 'proof-mismatch' },
    { what: 'no algorithm', request: signed({ a: 1 }, { alg: 'none' }), outcome: 'credentials-malformed' },
    {
      what: 'another algorithm',
      request: signed({ a: 1 }, { alg: 'HS512' }),
      outcome: 'credentials-malformed',
    },
    { what: 'an end ahead', request: signed({ exp: now / 1000 + 1 }), outcome: 'accepted' },
    { what: 'an end that is past', request: signed({ exp: now / 1000 }), outcome: 'token-expired' },
    { what: 'an end that is text', request: signed({ exp: '1' }), outcome: 'credentials-malformed' },
    { what: 'no token', request: json({ signature: 'x' }), outcome: 'credentials-malformed' },
    { what: 'in a form', request: form({ signature: transfer }), outcome: 'accepted' },
  ])('$what: $outcome', async ({ request, outcome }) => {
    expect(await outcomeOf(request)).toBe(outcome);
  });
});

describe('a hint for', () => {
  const names = Object.keys(fields).sort() as (keyof typeof fields)[];
  const pairs = names.map((name) => `${name}=${fields[name]}`);
  const unsorted = Object.entries(fields).map(([name, value]) => `${name}=${value}`);

  async function hintsOf(request: InboundRequest) {
    const explain: Explanation = [];
    await verifierOf().verify(request, { explain });
    expect(JSON.stringify(explain)).not.toContain(secret);
    return explain.flatMap((check) => check.hint ?? []);
  }

  test.each([
    { what: 'small letters', signature: signature.toLowerCase(), hint: /upper-case hexadecimal/ },
    { what: 'fields that are not sorted', signature: upper(unsorted.join(secret)), hint: /not sorted/ },
    {
      what: 'fields sorted the other way',
      signature: upper([...pairs].reverse().join(secret)),
      hint: /from A to Z/,
    },
    { what: 'no secret', signature: upper(pairs.join('')), hint: /secret was left out/ },
    {
      what: 'the secret at the end',
      signature: upper(pairs.join('') + secret),
      hint: /stands between the fields/,
    },
    {
      what: 'the secret at the end, too',
      signature: upper(pairs.join(secret) + secret),
      hint: /stands between the fields/,
    },
    {
      what: 'a query with the secret at its end',
      signature: upper(pairs.join('&') + secret),
      hint: /stands between the fields/,
    },
    {
      what: 'a secret with white space',
      signature: upper(pairs.join(`${secret} `)),
      hint: /white space around it/,
    },
  ])('$what', async ({ signature, hint }) => {
    expect(await hintsOf(json({ ...standard, signature }))).toEqual([expect.stringMatching(hint)]);
  });

  test('a token of a secret with a newline', async () => {
    const token = signedToken({ header: { alg: 'HS256' }, claims: { a: 1 }, key: `${secret}\n` });
    expect(await hintsOf(json({ signature: token }))).toEqual([
      expect.stringMatching(/white space around it/),
    ]);
  });

  test('none where there is no mistake', async () => {
    expect([...(await hintsOf(json(standard))), ...(await hintsOf(json({ signature: transfer })))]).toEqual(
      [],
    );
  });
});

test('is refused with problem details', async () => {
  const verifier = verifierOf();
  const request = json(fields);
  expect(refusalOf(verifier, { outcome: 'absent' }, request)).toMatchObject({
    status: 401,
    headers: {
      'content-type': 'application/problem+json',
      'www-authenticate': ['RequestSignature realm="Pledg", notification="pledg"'],
    },
  });
});

test.each([
  { signedFields: ['id'] },
  { signedFields: ['id', 'id'] },
  { signedFields: ['id', 'signature'] },
  { signedFields: ['id', 'a=b'] },
  { signedFields: ['id', ''] },
  { signedFields: 'id' as never },
])('signedFields must be two or more different names: $signedFields', ({ signedFields }) => {
  expect(() => verifierOf({ signedFields })).toThrow(TypeError);
  expect(() => verifierOf({ signedFields })).toThrow(/signedFields must be a list of two or more/);
});
