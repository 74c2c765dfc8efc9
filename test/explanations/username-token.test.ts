import { createHash } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { call, post } from '../support/call.ts';
import { loggedHints } from '../support/logged-hints.ts';
import { placetopayAuth } from '../support/placetopay-auth.ts';
import { runningSandbox } from '../support/running-sandbox.ts';

const sandbox = runningSandbox({ tlsPort: false });
afterEach(() => {
  sandbox().clock.offsetSeconds = 0;
});

const login = 'siteLogin';
const secretKey = 'siteSecretKey';
const nonce = 'nonce-0001';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** UTC, to the second, as the documented snippets write it. */
const utc = (time = Date.now()) => `${new Date(time).toISOString().slice(0, 19)}Z`;
const hashed = (...parts: string[]) => createHash('sha256').update(parts.join(''));
const made = (seed: string, ...parts: string[]) => ({
  login,
  tranKey: hashed(...parts).digest('base64'),
  nonce: Buffer.from(nonce).toString('base64'),
  seed,
});

const sent = (auth: unknown) =>
  loggedHints(sandbox(), () => post(`${sandbox().url}/api/session`, { auth, locale: 'en_US' }));
const sentBody = (body: string, contentType: string) =>
  loggedHints(sandbox(), () =>
    call(`${sandbox().url}/api/session`, { method: 'POST', headers: { 'content-type': contentType }, body }),
  );

describe('tranKey', () => {
  const mismatch = 'proof-mismatch';
  const text = Buffer.from(nonce).toString('base64');
  test.each([
    {
      what: 'in hexadecimal',
      auth: (seed: string) => ({ ...made(seed), tranKey: hashed(nonce, seed, secretKey).digest('hex') }),
      hint: /^tranKey is the digest in hexadecimal: send the base64 of its bytes$/,
    },
    {
      what: 'in hexadecimal, encoded in base64',
      auth: (seed: string) => ({
        ...made(seed),
        tranKey: Buffer.from(hashed(nonce, seed, secretKey).digest('hex')).toString('base64'),
      }),
      hint: /^tranKey is the base64 of hexadecimal text: encode the raw bytes$/,
    },
    {
      what: 'over the base64 of the nonce',
      auth: (seed: string) => made(seed, text, seed, secretKey),
      hint: /^the base64 text of the nonce was hashed: hash its decoded bytes$/,
    },
    {
      what: 'with SHA-1',
      auth: (seed: string) => placetopayAuth({ seed, algorithm: 'sha1' }),
      reason: 'digest-not-allowed',
      hint: /^make the digest with SHA-256: this account takes no other$/,
    },
    {
      what: 'over seed, nonce, secret',
      auth: (seed: string) => made(seed, seed, nonce, secretKey),
      hint: /^the order is nonce \+ seed \+ secretKey, .* made with seed \+ nonce \+ secretKey$/,
    },
    {
      what: 'over nonce, secret, seed',
      auth: (seed: string) => made(seed, nonce, secretKey, seed),
      hint: /^the order is nonce \+ seed \+ secretKey, .* made with nonce \+ secretKey \+ seed$/,
    },
    {
      what: 'over a seed that was formatted again',
      auth: (seed: string) => made(seed, nonce, seed.replace('Z', '.000Z'), secretKey),
      hint: /^the seed was formatted again after hashing/,
    },
    {
      what: 'over the seed in another zone',
      auth: (seed: string) => made(seed, nonce, seed.replace('Z', '+00:00'), secretKey),
      hint: /^the seed was formatted again after hashing/,
    },
    ...[`${secretKey} `, ` ${secretKey}`, `${secretKey}\n`, `${secretKey}\r\n`, `\t${secretKey}`].map(
      (padded) => ({
        what: `over the secret with white space: ${JSON.stringify(padded)}`,
        auth: (seed: string) => made(seed, nonce, seed, padded),
        hint: /^the secret was hashed with other white space around it/,
      }),
    ),
    {
      what: 'that is the secret',
      auth: (seed: string) => ({ ...made(seed), tranKey: secretKey }),
      reason: 'credentials-malformed',
      hint: /^tranKey is the secret itself: .*renew the secret$/,
    },
    {
      what: 'that is the secret in base64',
      auth: (seed: string) => ({ ...made(seed), tranKey: Buffer.from(secretKey).toString('base64') }),
      hint: /^tranKey is the secret itself/,
    },
    {
      what: 'over the login',
      auth: (seed: string) => made(seed, nonce, seed, login),
      hint: /^the login was hashed in place of the secret/,
    },
    {
      what: 'in URL-safe base64',
      auth: (seed: string) => ({
        ...made(seed),
        tranKey: hashed(nonce, seed, secretKey).digest('base64url'),
      }),
      reason: 'credentials-malformed',
      hint: /^tranKey is URL-safe or unpadded base64/,
    },
  ])('$what', async ({ auth, reason = mismatch, hint }) => {
    const logged = await sent(auth(utc()));
    expect(logged.reason).toBe(reason);
    expect(logged.hints).toEqual([expect.stringMatching(hint)]);
  });
});

describe('login', () => {
  test.each([
    {
      what: 'swapped with the secret',
      auth: () => placetopayAuth({ login: secretKey, secretKey: login }),
      hint: 'login and secretKey are swapped',
    },
    {
      what: 'with white space',
      auth: () => placetopayAuth({ login: `${login} ` }),
      hint: 'there is white space around the login',
    },
    {
      what: 'of another environment',
      auth: () => placetopayAuth({ login: 'liveLogin' }),
      hint: 'no site here has this login: is it of another environment, such as live?',
    },
  ])('$what', async ({ auth, hint }) => {
    expect(await sent(auth())).toMatchObject({ reason: 'account-unknown', hints: [hint] });
  });
});

describe('nonce', () => {
  test.each([
    { what: 'not in base64', value: nonce, hint: 'send nonce in base64' },
    {
      what: 'in URL-safe base64',
      value: Buffer.from('??>>??').toString('base64url'),
      hint: 'nonce is URL-safe or unpadded base64: use the standard alphabet, with padding',
    },
  ])('$what', async ({ value, hint }) => {
    const auth = { ...placetopayAuth(), nonce: value };
    expect(await sent(auth)).toMatchObject({ reason: 'credentials-malformed', hints: [hint] });
  });
});

describe('seed', () => {
  const outside = 'seed-outside-window';
  const malformed = 'credentials-malformed';
  test.each([
    {
      what: 'without a zone',
      seed: () => utc().slice(0, -1),
      reason: malformed,
      hint: /^the seed has no zone/,
    },
    { what: 'in Unix time', seed: () => `${Date.now()}`, reason: malformed, hint: /not Unix time$/ },
    {
      what: 'with a space',
      seed: () => utc().replace('T', ' '),
      reason: malformed,
      hint: /a capital T and Z/,
    },
    {
      what: 'in local time, five hours behind, marked Z',
      seed: () => utc(Date.now() - 5 * HOUR),
      hint: /^the seed is 5 h behind: it looks like local time that is marked as UTC$/,
    },
    {
      what: 'in the local time of India, marked Z',
      seed: () => utc(Date.now() + 5.5 * HOUR),
      hint: /^the seed is 5\.5 h ahead: it looks like local time that is marked as UTC$/,
    },
    {
      what: 'off by a whole hour',
      seed: () => utc(Date.now() + HOUR),
      hint: /^the seed is 1 h ahead/,
    },
    {
      what: 'in UTC, marked with a zone',
      seed: () => utc().replace('Z', '-05:00'),
      hint: /^the seed is 5 h ahead: its offset does not belong to its time, or the clock is wrong$/,
    },
    {
      what: 'off by minutes, behind',
      seed: () => utc(Date.now() - 7 * MINUTE),
      hint: /^the clock that made the seed is 7 min \d+ s behind$/,
    },
    {
      what: 'off by minutes, ahead',
      seed: () => utc(Date.now() + 20 * MINUTE + 1000),
      hint: /^the clock that made the seed is (19|20) min \d+ s ahead$/,
    },
    {
      what: 'off by a day',
      seed: () => utc(Date.now() - 72 * HOUR),
      hint: /^the clock that made the seed is 3 days behind$/,
    },
    {
      what: 'from seconds for milliseconds',
      seed: () => utc(Date.now() / 1000),
      hint: /^the seed was made from seconds where milliseconds were wanted$/,
    },
  ])('$what', async ({ seed, reason = outside, hint }) => {
    const logged = await sent(placetopayAuth({ seed: seed() }));
    expect(logged.reason).toBe(reason);
    expect(logged.hints).toEqual([expect.stringMatching(hint)]);
  });

  test('right, where it is the clock here that was moved', async () => {
    sandbox().clock.offsetSeconds = 600;
    const { reason, hints } = await sent(placetopayAuth());
    expect(reason).toBe(outside);
    expect(hints).toEqual([expect.stringMatching(/^the clock that made the seed is \d+ min \d+ s behind$/)]);
  });
});

describe('auth', () => {
  const auth = placetopayAuth();
  test.each([
    { what: 'as text', body: JSON.stringify({ auth }), type: 'text/plain', hint: /^send the body as JSON/ },
    {
      what: 'as a form',
      body: new URLSearchParams(auth).toString(),
      type: 'application/x-www-form-urlencoded',
      hint: /^send the body as JSON, with Content-Type: application\/json$/,
    },
  ])('$what', async ({ body, type, hint }) => {
    const { reason, hints } = await sentBody(body, type);
    expect(reason).toBe('absent');
    expect(hints).toEqual([expect.stringMatching(hint)]);
  });

  test.each([
    {
      what: 'nested in another object',
      body: { request: { auth } },
      hint: /^auth is nested too deep: it belongs/,
    },
    { what: 'not nested', body: auth, hint: /belong inside an object named auth$/ },
    { what: 'in a list', body: [{ auth }], hint: /not in a list$/ },
    { what: 'that is a list', body: { auth: [auth] }, hint: /^auth is an object, not a list$/ },
    { what: 'under another name', body: { authentication: auth }, hint: /is named auth$/ },
    { what: 'encoded by itself', body: { auth: JSON.stringify(auth) }, hint: /encoded as JSON by itself/ },
    { what: 'encoded twice', body: JSON.stringify({ auth }), hint: /^the body was encoded as JSON twice$/ },
  ])('$what', async ({ body, hint }) => {
    const { reason, hints } = await sentBody(JSON.stringify(body), 'application/json');
    expect(reason).toBe('absent');
    expect(hints).toEqual([expect.stringMatching(hint)]);
  });

  test('inside auth', async () => {
    const { reason, hints } = await sent({ auth });
    expect(reason).toBe('credentials-malformed');
    expect(hints).toEqual(['auth is nested too deep: there is an auth inside auth']);
  });

  test('sent twice', async () => {
    const once = placetopayAuth();
    expect(await sent(once)).toMatchObject({ status: 200, hints: [] });
    const { reason, hints } = await sent(once);
    expect(reason).toBe('replayed');
    expect(hints).toEqual(['make a new nonce, seed and tranKey for every request']);
  });
});
