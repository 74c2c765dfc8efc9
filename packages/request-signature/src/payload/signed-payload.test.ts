import { createHmac, generateKeyPairSync } from 'node:crypto';
import {
  type Account,
  type InboundRequest,
  memoryDirectory,
  memoryReplayGuard,
  refusalOf,
  type VerdictEvent,
} from '@countersign/core';
import { describe, expect, test, vi } from 'vitest';
import { inboundRequest } from '../../../../test/support/inbound-request.ts';
import { base64url, signedToken } from '../../../../test/support/signed-token.ts';
import { type SignedPayloadOptions, signedPayload } from './signed-payload.ts';

const now = Date.parse('2026-01-02T03:04:05Z');
const clock = () => now;
const secret = 'short secret';
const merchant: Account = { id: 'mer_1', secrets: [secret] };
const data = { merchantUid: 'mer_1', reference: 'R-1', amountCents: 1000 };

const verifierOf = (account: Account = merchant, more: Partial<SignedPayloadOptions> = {}) =>
  signedPayload({
    directory: memoryDirectory([account]),
    accountPath: ['data', 'merchantUid'],
    referencePath: ['data', 'reference'],
    clock,
    ...more,
  });

const tokenOf = (
  claims: object | string = { data },
  key: string = secret,
  header: object | string = { alg: 'HS256', typ: 'JWT' },
) => signedToken({ header, claims, key, algorithm: 'HS256' });
const inQuery = (token: string, parts: Parameters<typeof inboundRequest>[0] = {}) =>
  inboundRequest({ method: 'GET', target: `/purchase?signature=${token}`, ...parts });

async function outcomeOf(request: InboundRequest, verifier = verifierOf()): Promise<string> {
  const verdict = await verifier.verify(request);
  return verdict.outcome === 'rejected' ? verdict.reason : verdict.outcome;
}

// header and payload by base64url, signature by: printf %s "$h.$p" | openssl dgst -sha256 -hmac pledg-demo-secret -binary
const known =
  'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJkYXRhIjp7Im1lcmNoYW50VWlkIjoibWVyX2RlbW8iLCJyZWZlcmVuY2UiOiJSMSIsImFtb3VudENlbnRzIjoxMDAwfX0.HB4HmehnIZyuBajWsoJR28VI0YpDCAO_osA9-tLjvp0';

test('a token that openssl signed is accepted, with what it covers', async () => {
  const demo = { id: 'mer_demo', secrets: ['pledg-demo-secret'] };
  expect(await verifierOf(demo).verify(inQuery(known))).toEqual({
    outcome: 'accepted',
    principal: {
      account: 'mer_demo',
      payload: { data: { merchantUid: 'mer_demo', reference: 'R1', amountCents: 1000 } },
    },
  });
});

describe('the token', () => {
  const token = tokenOf();
  const form = (text: string) => ({ kind: 'form', value: new URLSearchParams(text) }) as const;

  test.each<{ what: string; request: InboundRequest; outcome: string }>([
    { what: 'in the query', request: inQuery(token), outcome: 'accepted' },
    { what: 'in the query of a POST', request: inQuery(token, { method: 'POST' }), outcome: 'accepted' },
    {
      what: 'in the query, beside an empty object',
      request: inQuery(token, { json: {} }),
      outcome: 'accepted',
    },
    { what: 'in a JSON body', request: inboundRequest({ json: { signature: token } }), outcome: 'accepted' },
    { what: 'in a form', request: inboundRequest({ body: form(`signature=${token}`) }), outcome: 'accepted' },
    { what: 'nowhere', request: inboundRequest({ target: '/purchase' }), outcome: 'absent' },
    {
      what: 'nowhere, with parameters',
      request: inboundRequest({ target: '/purchase?merchantUid=mer_1' }),
      outcome: 'absent',
    },
    {
      what: 'twice in the query',
      request: inboundRequest({ target: `/?signature=${token}&signature=${token}` }),
      outcome: 'credentials-malformed',
    },
    {
      what: 'in query and body',
      request: inQuery(token, { json: { signature: token } }),
      outcome: 'credentials-malformed',
    },
    {
      what: 'twice in a form',
      request: inboundRequest({ body: form(`signature=${token}&signature=${token}`) }),
      outcome: 'credentials-malformed',
    },
    {
      what: 'in a list',
      request: inboundRequest({ json: { signature: [token] } }),
      outcome: 'credentials-malformed',
    },
    {
      what: 'null',
      request: inboundRequest({ json: { signature: null } }),
      outcome: 'credentials-malformed',
    },
    { what: 'empty', request: inQuery(''), outcome: 'token-malformed' },
    {
      what: 'beside an unsigned parameter in the query',
      request: inQuery(`${token}&amountCents=1`),
      outcome: 'credentials-malformed',
    },
    {
      what: 'beside an unsigned parameter in the body',
      request: inQuery(token, { json: { amountCents: 1 } }),
      outcome: 'credentials-malformed',
    },
    {
      what: 'beside __proto__',
      request: inQuery(token, { json: JSON.parse('{"__proto__":{}}') }),
      outcome: 'credentials-malformed',
    },
    {
      what: 'beside a body that is a list',
      request: inQuery(token, { json: [1] }),
      outcome: 'credentials-malformed',
    },
    {
      what: 'beside a body that is no JSON',
      request: inQuery(token, { body: { kind: 'malformed' } }),
      outcome: 'credentials-malformed',
    },
    {
      what: 'beside a body that is text',
      request: inQuery(token, { body: { kind: 'unsupported' } }),
      outcome: 'credentials-malformed',
    },
    {
      what: 'beside a body that is too large',
      request: inQuery(token, { body: { kind: 'too-large' } }),
      outcome: 'body-too-large',
    },
  ])('$what: $outcome', async ({ request, outcome }) => {
    expect(await outcomeOf(request)).toBe(outcome);
  });

  test('unsigned parameters may be let through, and are not in the payload', async () => {
    const verifier = verifierOf(merchant, { refuseUnsigned: false });
    const verdict = await verifier.verify(inQuery(`${token}&amountCents=1`));
    expect(verdict).toEqual({ outcome: 'accepted', principal: { account: 'mer_1', payload: { data } } });
  });

  test('may have another name', async () => {
    const verifier = verifierOf(merchant, { parameter: 'jwt' });
    expect(await outcomeOf(inboundRequest({ target: `/?jwt=${token}` }), verifier)).toBe('accepted');
    expect(await outcomeOf(inQuery(token), verifier)).toBe('absent');
  });

  test('may be several KB long, up to a bound', async () => {
    const long = (length: number) => tokenOf({ data: { ...data, note: 'x'.repeat(length) } });
    const passes = long(12_000);
    expect(passes.length).toBeLessThanOrEqual(16_384);
    expect(await outcomeOf(inQuery(passes))).toBe('accepted');
    expect(await outcomeOf(inQuery(long(12_400)))).toBe('token-malformed');
    const exactly = verifierOf(merchant, { maxTokenCharacters: token.length });
    expect(await outcomeOf(inQuery(token), exactly)).toBe('accepted');
    const less = verifierOf(merchant, { maxTokenCharacters: token.length - 1 });
    expect(await outcomeOf(inQuery(token), less)).toBe('token-malformed');
  });

  test('is frozen where it is handed on', async () => {
    const verdict = await verifierOf().verify(inQuery(token));
    const payload = verdict.outcome === 'accepted' ? verdict.principal.payload : {};
    expect(Object.isFrozen(payload) && Object.isFrozen(payload.data)).toBe(true);
  });
});

describe('the signature', () => {
  const good = tokenOf();
  const [head = '', body = '', tail = ''] = good.split('.');
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const signedAs = (alg: string, algorithm = alg, key: Parameters<typeof signedToken>[0]['key'] = secret) =>
    signedToken({ header: { alg }, claims: { data }, key, algorithm });

  test.each<{ what: string; token: string; outcome: string }>([
    { what: 'of another secret', token: tokenOf({ data }, 'other'), outcome: 'proof-mismatch' },
    {
      what: 'over another payload',
      token: `${head}.${base64url({ data: { ...data, amountCents: 1 } })}.${tail}`,
      outcome: 'proof-mismatch',
    },
    {
      what: 'over another header',
      token: `${base64url({ alg: 'HS256' })}.${body}.${tail}`,
      outcome: 'proof-mismatch',
    },
    { what: 'cut', token: good.slice(0, -3), outcome: 'proof-mismatch' },
    { what: 'that is empty', token: `${head}.${body}.`, outcome: 'proof-mismatch' },
    { what: 'that is missing', token: `${head}.${body}`, outcome: 'token-malformed' },
    { what: 'with a part more', token: `${good}.x`, outcome: 'token-malformed' },
    { what: 'that is padded', token: `${good}=`, outcome: 'token-malformed' },
    {
      what: 'in base64',
      token: `${head}.${body}.${Buffer.from(tail, 'base64url').toString('base64').replace(/=+$/, '')}+`,
      outcome: 'token-malformed',
    },
    { what: 'none', token: `${base64url({ alg: 'none' })}.${body}.`, outcome: 'token-algorithm-not-allowed' },
    {
      what: 'None',
      token: `${base64url({ alg: 'None' })}.${body}.${tail}`,
      outcome: 'token-algorithm-not-allowed',
    },
    {
      what: 'hs256 in small letters',
      token: signedAs('hs256', 'HS256'),
      outcome: 'token-algorithm-not-allowed',
    },
    { what: 'HS512', token: signedAs('HS512'), outcome: 'token-algorithm-not-allowed' },
    { what: 'RS256', token: signedAs('RS256', 'RS256', privateKey), outcome: 'token-algorithm-not-allowed' },
    {
      what: 'with a crit header',
      token: tokenOf({ data }, secret, { alg: 'HS256', crit: ['exp'], exp: 1 }),
      outcome: 'token-malformed',
    },
    {
      what: 'with a b64 header',
      token: tokenOf({ data }, secret, { alg: 'HS256', b64: false }),
      outcome: 'token-malformed',
    },
    {
      what: 'with a key of its own',
      token: tokenOf({ data }, 'evil', {
        alg: 'HS256',
        jwk: { kty: 'oct', k: base64url('evil') },
        kid: '../../dev/null',
      }),
      outcome: 'proof-mismatch',
    },
    {
      what: 'of an empty secret',
      token: `${head}.${body}.${createHmac('sha256', '').update(`${head}.${body}`).digest('base64url')}`,
      outcome: 'proof-mismatch',
    },
  ])('$what: $outcome', async ({ token, outcome }) => {
    expect(await outcomeOf(inQuery(token.replaceAll('+', '%2B')))).toBe(outcome);
  });

  test('may be of either secret while they rotate, and of an ended one not', async () => {
    const rotating = { ...merchant, secrets: [{ value: 'old', notAfter: now }, secret, 'new'] };
    expect(await outcomeOf(inQuery(tokenOf({ data }, 'new')), verifierOf(rotating))).toBe('accepted');
    expect(await outcomeOf(inQuery(tokenOf()), verifierOf(rotating))).toBe('accepted');
    expect(await outcomeOf(inQuery(tokenOf({ data }, 'old')), verifierOf(rotating))).toBe(
      'credentials-expired',
    );
  });

  test('of an empty secret is refused even where a store holds one', async () => {
    const directory = { find: () => ({ id: 'mer_1', secrets: [''] }) };
    const empty = `${head}.${body}.${createHmac('sha256', '').update(`${head}.${body}`).digest('base64url')}`;
    expect(await outcomeOf(inQuery(empty), verifierOf(merchant, { directory }))).toBe('proof-mismatch');
  });

  test('cannot be checked with a hash of the secret: unavailable', async () => {
    const hashed = { id: 'mer_1', secrets: ['$sha256$47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU'] };
    expect(await outcomeOf(inQuery(tokenOf()), verifierOf(hashed))).toBe('unavailable');
  });
});

describe('the payload', () => {
  test.each<{ what: string; claims: object | string; outcome: string }>([
    {
      what: 'an unknown merchant',
      claims: { data: { ...data, merchantUid: 'mer_2' } },
      outcome: 'account-unknown',
    },
    { what: 'no merchant', claims: { data: {} }, outcome: 'token-malformed' },
    { what: 'no data', claims: { merchantUid: 'mer_1' }, outcome: 'token-malformed' },
    { what: 'a merchant that is a number', claims: { data: { merchantUid: 1 } }, outcome: 'token-malformed' },
    {
      what: 'a merchant that is a list',
      claims: { data: { merchantUid: ['mer_1'] } },
      outcome: 'token-malformed',
    },
    { what: 'a merchant that is empty', claims: { data: { merchantUid: '' } }, outcome: 'token-malformed' },
    {
      what: 'a merchant with a control character',
      claims: { data: { merchantUid: 'mer_1\n' } },
      outcome: 'token-malformed',
    },
    {
      what: 'a merchant of 1,025 characters',
      claims: { data: { merchantUid: 'x'.repeat(1025) } },
      outcome: 'token-malformed',
    },
    {
      what: 'a merchant in the prototype',
      claims: '{"data":{"__proto__":{"merchantUid":"mer_1"}}}',
      outcome: 'token-malformed',
    },
    { what: 'a list', claims: '[]', outcome: 'token-malformed' },
    { what: 'no JSON', claims: 'data', outcome: 'token-malformed' },
    { what: 'nested too deep to read', claims: '{"a":'.repeat(2000), outcome: 'token-malformed' },
    { what: 'no exp and no iat', claims: { data }, outcome: 'accepted' },
    { what: 'exp ahead', claims: { data, exp: now / 1000 + 1 }, outcome: 'accepted' },
    { what: 'exp now', claims: { data, exp: now / 1000 }, outcome: 'token-expired' },
    { what: 'exp past', claims: { data, exp: 1 }, outcome: 'token-expired' },
    { what: 'exp as text', claims: { data, exp: '9999999999' }, outcome: 'token-malformed' },
    { what: 'exp null', claims: { data, exp: null }, outcome: 'token-malformed' },
    { what: 'exp past every date', claims: { data, exp: 1e300 }, outcome: 'token-malformed' },
  ])('$what: $outcome', async ({ claims, outcome }) => {
    expect(await outcomeOf(inQuery(tokenOf(claims)))).toBe(outcome);
  });

  test('must name the account as it is called, whatever the directory finds it by', async () => {
    const directory = { find: (id: string) => (id.toLowerCase() === 'mer_1' ? merchant : undefined) };
    const verifier = verifierOf(merchant, { directory });
    expect(await outcomeOf(inQuery(tokenOf()), verifier)).toBe('accepted');
    const otherwise = tokenOf({ data: { ...data, merchantUid: 'MER_1' } });
    expect(await outcomeOf(inQuery(otherwise), verifier)).toBe('token-claim-mismatch');
  });

  test.each<{ status: Account['status']; outcome: string }>([
    { status: 'inactive', outcome: 'account-inactive' },
    { status: 'expired', outcome: 'account-expired' },
    { status: 'credentials-expired', outcome: 'credentials-expired' },
  ])('of an account that is $status: $outcome, once the proof holds', async ({ status, outcome }) => {
    const verifier = verifierOf({ ...merchant, status });
    expect(await outcomeOf(inQuery(tokenOf()), verifier)).toBe(outcome);
    expect(await outcomeOf(inQuery(tokenOf({ data }, 'other')), verifier)).toBe('proof-mismatch');
  });

  test('an end that no clock can tell is past', async () => {
    const verifier = verifierOf(merchant, { clock: () => Number.NaN });
    expect(await outcomeOf(inQuery(tokenOf({ data, exp: 9_999_999_999 })), verifier)).toBe('token-expired');
  });
});

describe('one use', () => {
  const replay = () => memoryReplayGuard({ clock, rememberedSince: 0 });
  const another = tokenOf({ data: { ...data, amountCents: 5 } });

  test('of a reference, whatever else is signed with it', async () => {
    const verifier = verifierOf(merchant, { replay: replay() });
    expect(await outcomeOf(inQuery(tokenOf()), verifier)).toBe('accepted');
    expect(await outcomeOf(inQuery(tokenOf()), verifier)).toBe('replayed');
    expect(await outcomeOf(inQuery(another), verifier)).toBe('replayed');
    const next = tokenOf({ data: { ...data, reference: 'R-2' } });
    expect(await outcomeOf(inQuery(next), verifier)).toBe('accepted');
  });

  test('is not asked for by default', async () => {
    const verifier = verifierOf();
    expect([
      await outcomeOf(inQuery(tokenOf()), verifier),
      await outcomeOf(inQuery(tokenOf()), verifier),
    ]).toEqual(['accepted', 'accepted']);
  });

  test.each<{ what: string; reference: unknown }>([
    { what: 'missing', reference: undefined },
    { what: 'a number', reference: 7 },
    { what: 'empty', reference: '' },
    { what: 'too long', reference: 'x'.repeat(1025) },
  ])('wants a reference: $what is token-claim-missing', async ({ reference }) => {
    const token = tokenOf({ data: { ...data, reference } });
    expect(await outcomeOf(inQuery(token), verifierOf(merchant, { replay: replay() }))).toBe(
      'token-claim-missing',
    );
    expect(await outcomeOf(inQuery(token))).toBe('accepted');
  });

  test('is claimed last, and for as long as the token is good or as is said', async () => {
    const claim = vi.fn(async () => 'fresh' as const);
    const verifier = verifierOf(merchant, { replay: { claim }, rememberedSeconds: 60 });
    await verifier.verify(inQuery(tokenOf({ data }, 'other')));
    await verifierOf({ ...merchant, status: 'inactive' }, { replay: { claim } }).verify(inQuery(tokenOf()));
    expect(claim).not.toHaveBeenCalled();
    await verifier.verify(inQuery(tokenOf()));
    await verifier.verify(inQuery(tokenOf({ data, exp: now / 1000 + 7 })));
    expect(claim.mock.calls).toEqual([
      ['reference:R-1', now + 60_000, { account: 'mer_1', seed: now }],
      ['reference:R-1', now + 7000, { account: 'mer_1', seed: now }],
    ]);
  });

  test.each([
    { what: 'that is down', claim: () => Promise.reject(new Error('down')), outcome: 'unavailable' },
    { what: 'that answers something else', claim: async () => 'ok' as never, outcome: 'unavailable' },
    {
      what: 'that may have forgotten',
      claim: async () => 'too-old' as const,
      outcome: 'seed-before-watermark',
    },
  ])('a guard $what: $outcome', async ({ claim, outcome }) => {
    expect(await outcomeOf(inQuery(tokenOf()), verifierOf(merchant, { replay: { claim } }))).toBe(outcome);
  });

  test('an account that may replay is told apart', async () => {
    const verifier = verifierOf({ ...merchant, allowReplay: true }, { replay: replay() });
    expect(await verifier.verify(inQuery(tokenOf()))).not.toHaveProperty('replayAllowed');
    expect(await verifier.verify(inQuery(tokenOf()))).toMatchObject({
      outcome: 'accepted',
      replayAllowed: true,
    });
  });
});

test('is refused over plain HTTP where TLS is required', async () => {
  const verifier = verifierOf(merchant, { requireTls: true });
  expect(await outcomeOf(inQuery(tokenOf(), { transport: { secure: false } }), verifier)).toBe(
    'insecure-transport',
  );
});

test('a 401 has a challenge', async () => {
  const verifier = verifierOf(merchant, { realm: 'Pledg' });
  const request = inboundRequest({ target: '/purchase?amountCents=1' });
  const refusal = refusalOf(verifier, { outcome: 'absent' }, request);
  expect([refusal.status, refusal.headers['www-authenticate']]).toEqual([
    401,
    ['RequestSignature realm="Pledg", parameter="signature"'],
  ]);
});

test.each<{ what: string; request: InboundRequest; claimant: unknown }>([
  {
    what: 'a token, whoever signed it',
    request: inQuery(tokenOf({ data }, 'x')),
    claimant: { account: 'mer_1' },
  },
  { what: 'rubbish', request: inQuery('x'), claimant: {} },
  { what: 'two tokens', request: inQuery(`${tokenOf()}&signature=x`), claimant: {} },
  { what: 'a token too long', request: inQuery('x'.repeat(16_385)), claimant: {} },
  { what: 'nothing', request: inboundRequest(), claimant: undefined },
])('the claimant of $what', async ({ request, claimant }) => {
  const find = vi.fn();
  expect(await verifierOf(merchant, { directory: { find } }).claimant?.(request)).toEqual(claimant);
  expect(find).not.toHaveBeenCalled();
});

test('the verdict is published without the token', async () => {
  const events: VerdictEvent[] = [];
  const verifier = verifierOf(merchant, { onVerdict: (event) => void events.push(event) });
  await verifier.verify(inQuery(tokenOf({ data }, 'x')));
  expect(events).toEqual([
    {
      scheme: 'signed-payload',
      outcome: 'rejected',
      reason: 'proof-mismatch',
      account: 'mer_1',
      duration: expect.any(Number),
    },
  ]);
});

describe('configuration', () => {
  test.each<{ options: object; message: RegExp }>([
    { options: { directory: {} }, message: /directory must have find/ },
    { options: { accountPath: [] }, message: /accountPath must be a list/ },
    { options: { accountPath: 'data' }, message: /accountPath must be a list/ },
    {
      options: { replay: replayGuard(), referencePath: undefined },
      message: /referencePath must be .*where there is replay/,
    },
    { options: { referencePath: [''] }, message: /referencePath must be/ },
    { options: { replay: {} }, message: /replay must have claim/ },
    { options: { replay: null }, message: /replay must have claim/ },
    { options: { rememberedSeconds: 0 }, message: /rememberedSeconds must be a positive number/ },
    { options: { maxTokenCharacters: 1.5 }, message: /maxTokenCharacters must be a whole number/ },
    { options: { parameter: '' }, message: /parameter must be a string/ },
    { options: { refuseUnsigned: 'false' }, message: /refuseUnsigned must be true or false/ },
  ])('says what is wrong: $options', ({ options, message }) => {
    expect(() => verifierOf(merchant, options)).toThrow(TypeError);
    expect(() => verifierOf(merchant, options)).toThrow(message);
  });
});

function replayGuard() {
  return memoryReplayGuard({ clock });
}
