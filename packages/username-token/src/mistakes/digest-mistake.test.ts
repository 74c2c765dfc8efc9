import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  explained,
  good,
  login,
  nonce,
  secret,
  seed,
  site,
} from '../../../../test/support/explained-auth.ts';
import { signAuth } from '../../../../test/support/sign-auth.ts';

const hashed = (...parts: string[]) => createHash('sha256').update(parts.join(''));
const madeOf = (...parts: string[]) => ({ ...good, tranKey: hashed(...parts).digest('base64') });

describe('a digest that does not match', () => {
  const hex = hashed(nonce, seed, secret).digest('hex');

  test.each([
    {
      what: 'in hexadecimal',
      auth: { ...good, tranKey: hex },
      hint: /^tranKey is the digest in hexadecimal/,
    },
    {
      what: 'in upper-case hexadecimal',
      auth: { ...good, tranKey: hex.toUpperCase() },
      hint: /^tranKey is the digest in hexadecimal/,
    },
    {
      what: 'in hexadecimal, in base64',
      auth: { ...good, tranKey: Buffer.from(hex).toString('base64') },
      hint: /^tranKey is the base64 of hexadecimal text/,
    },
    {
      what: 'over the base64 text of the nonce',
      auth: madeOf(good.nonce, seed, secret),
      hint: /^the base64 text of the nonce was hashed/,
    },
    {
      what: 'over seed, nonce, secret',
      auth: madeOf(seed, nonce, secret),
      hint: /made with seed \+ nonce \+ secretKey$/,
    },
    {
      what: 'over nonce, secret, seed',
      auth: madeOf(nonce, secret, seed),
      hint: /made with nonce \+ secretKey \+ seed$/,
    },
    {
      what: 'over seed, secret, nonce',
      auth: madeOf(seed, secret, nonce),
      hint: /made with seed \+ secretKey \+ nonce$/,
    },
    {
      what: 'over secret, nonce, seed',
      auth: madeOf(secret, nonce, seed),
      hint: /made with secretKey \+ nonce \+ seed$/,
    },
    {
      what: 'over secret, seed, nonce',
      auth: madeOf(secret, seed, nonce),
      hint: /made with secretKey \+ seed \+ nonce$/,
    },
    { what: 'without a secret', auth: madeOf(nonce, seed), hint: /made with nonce \+ seed alone$/ },
    {
      what: 'over the secret and a newline',
      auth: madeOf(nonce, seed, `${secret}\n`),
      hint: /white space around it/,
    },
    {
      what: 'over the secret and CR LF',
      auth: madeOf(nonce, seed, `${secret}\r\n`),
      hint: /white space around it/,
    },
    {
      what: 'over a space and the secret',
      auth: madeOf(nonce, seed, ` ${secret}`),
      hint: /white space around it/,
    },
    {
      what: 'over the secret in spaces',
      auth: madeOf(nonce, seed, ` ${secret} `),
      hint: /white space around it/,
    },
    {
      what: 'over the login',
      auth: madeOf(nonce, seed, login),
      hint: /^the login was hashed in place of the secret/,
    },
    {
      what: 'over the seed with +00:00',
      auth: madeOf(nonce, '2026-01-02T03:04:05+00:00', secret),
      hint: /^the seed was formatted again/,
    },
    {
      what: 'over the seed with milliseconds',
      auth: madeOf(nonce, '2026-01-02T03:04:05.000Z', secret),
      hint: /^the seed was formatted again/,
    },
    {
      what: 'over the seed in local time',
      auth: madeOf(nonce, '2026-01-01T22:04:05-05:00', secret),
      hint: /^the seed was formatted again/,
    },
    {
      what: 'over the seed without its zone',
      auth: madeOf(nonce, '2026-01-02T03:04:05', secret),
      hint: /^the seed was formatted again/,
    },
    {
      what: 'over Unix time',
      auth: madeOf(nonce, '1767323045', secret),
      hint: /^the seed was formatted again/,
    },
    {
      what: 'that is two mistakes: hexadecimal, and the text of the nonce',
      auth: { ...good, tranKey: hashed(good.nonce, seed, secret).digest('hex') },
      hint: /^tranKey is the digest in hexadecimal.*; the base64 text of the nonce was hashed/,
    },
    {
      what: 'that is three: SHA-1, hexadecimal, and the order',
      auth: {
        ...good,
        tranKey: createHash('sha1')
          .update(seed + nonce + secret)
          .digest('hex'),
      },
      hint: /^tranKey is the digest in hex.*; the order is.*; make the digest with SHA-256/,
    },
  ])('$what', async ({ auth, hint }) => {
    const { reason, hints } = await explained(auth);
    expect(reason).toBe('proof-mismatch');
    expect(hints).toEqual([expect.stringMatching(hint)]);
  });

  test('over a secret whose own white space was cut off', async () => {
    const { hints } = await explained(good, { id: login, secrets: [`${secret} `] });
    expect(hints).toEqual([expect.stringMatching(/white space around it/)]);
  });

  test('that is no known mistake has no hint', async () => {
    for (const auth of [madeOf(nonce, seed, 'a guess'), { ...good, tranKey: 'AAAA' }]) {
      expect(await explained(auth)).toMatchObject({ reason: 'proof-mismatch', hints: [] });
    }
  });

  test.each([
    {
      what: 'SHA-1 for SHA-256',
      algorithm: 'sha1',
      digests: undefined,
      hint: /make the digest with SHA-256/,
    },
    { what: 'SHA-256 for SHA-1', algorithm: 'sha256', digests: ['sha1'], hint: /make the digest with SHA-1/ },
  ] as const)('but for its algorithm: $what', async ({ algorithm, digests, hint }) => {
    const { reason, hints } = await explained(signAuth({ login, secret, seed, algorithm }), {
      ...site,
      digests,
    });
    expect(reason).toBe('digest-not-allowed');
    expect(hints).toEqual([expect.stringMatching(hint)]);
  });
});

describe('the secret where it does not belong', () => {
  test.each([
    { what: 'as tranKey', value: secret, tranKey: secret, reason: 'credentials-malformed' },
    {
      what: 'as tranKey, where it is base64 itself',
      value: 'ABCD1234',
      tranKey: 'ABCD1234',
      reason: 'proof-mismatch',
    },
    {
      what: 'as tranKey, in base64',
      value: secret,
      tranKey: Buffer.from(secret).toString('base64'),
      reason: 'proof-mismatch',
    },
  ])('$what', async ({ value, tranKey, reason }) => {
    const verdict = await explained({ ...good, tranKey }, { id: login, secrets: [value] });
    expect(verdict.reason).toBe(reason);
    expect(verdict.hints).toEqual([expect.stringMatching(/^tranKey is the secret itself/)]);
    expect(JSON.stringify(verdict.explain)).not.toContain(value);
  });

  test('swapped with the login', async () => {
    const { reason, hints } = await explained(signAuth({ login: secret, secret: login, seed }));
    expect({ reason, hints }).toEqual({
      reason: 'account-unknown',
      hints: ['login and secretKey are swapped'],
    });
  });

  const unknown = 'no site here has this login: is it of another environment, such as live?';
  test('an unknown login is no swap', async () => {
    for (const other of ['nobody', secret]) {
      const { hints } = await explained(signAuth({ login: other, secret, seed }));
      expect(hints).toEqual([unknown]);
    }
  });

  test('a login with white space around it', async () => {
    const { reason, hints } = await explained(signAuth({ login: ` ${login}`, secret, seed }));
    expect({ reason, hints }).toEqual({
      reason: 'account-unknown',
      hints: ['there is white space around the login'],
    });
  });

  const nobody = (): undefined => undefined;
  test.each([
    { what: 'cannot list its accounts', directory: { find: nobody }, hints: [unknown] },
    {
      what: 'lists them otherwise',
      directory: { find: nobody, accounts: async () => [site] },
      hints: [],
    },
  ])('a directory that $what has no hint for a swap', async ({ directory, hints }) => {
    const swapped = signAuth({ login: secret, secret: login, seed });
    expect(await explained(swapped, site, directory)).toMatchObject({ reason: 'account-unknown', hints });
  });
});
