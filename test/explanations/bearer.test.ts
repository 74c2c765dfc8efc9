import { type Sandbox, startSandbox } from '@countersign/sandbox';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { basicOf, call } from '../support/call.ts';
import { loggedHints } from '../support/logged-hints.ts';
import { runningSandbox } from '../support/running-sandbox.ts';
import { clientToken, userToken } from '../support/sandbox-tokens.ts';
import { base64url, signedToken } from '../support/signed-token.ts';

const sandbox = runningSandbox({ tlsPort: false });
afterEach(() => {
  sandbox().clock.offsetSeconds = 0;
});

const psuIp = '111.111.11.111';
const release = '/api/purchases/p1/release';
const me = '/baas-sca/user-management/client/users/me';
type Headers = Record<string, string | string[]>;

const sent = (path: string, headers: Headers) =>
  loggedHints(sandbox(), () =>
    call(sandbox().url + path, { method: path.startsWith(release) ? 'POST' : 'GET', headers }),
  );

describe('a token', () => {
  const malformed = 'credentials-malformed';
  test.each([
    {
      what: 'without "Bearer "',
      headers: (token: string) => ({ authorization: token }),
      reason: 'absent',
      hint: /put "Bearer " before it/,
    },
    {
      what: 'without the space',
      headers: (token: string) => ({ authorization: `Bearer:${token}` }),
      reason: 'absent',
      hint: /write "Bearer", a space, and the token/,
    },
    {
      what: 'after "Bearer " twice',
      headers: (token: string) => ({ authorization: `Bearer Bearer ${token}` }),
      reason: malformed,
      hint: /"Bearer " was put before the token twice/,
    },
    {
      what: 'as Token',
      headers: (token: string) => ({ authorization: `Token ${token}` }),
      reason: 'absent',
      hint: /the scheme of a token is Bearer/,
    },
    {
      what: 'in quotes',
      headers: (token: string) => ({ authorization: `Bearer "${token}"` }),
      reason: 'token-malformed',
      hint: /without quotes/,
    },
    {
      what: 'in brackets',
      headers: (token: string) => ({ authorization: `Bearer <${token}>` }),
      reason: 'token-malformed',
      hint: /without brackets/,
    },
    {
      what: 'with padding',
      headers: (token: string) => ({ authorization: `Bearer ${token}=` }),
      reason: 'token-malformed',
      hint: /without padding/,
    },
    {
      what: 'in a header of the API key',
      headers: (token: string) => ({ 'x-connectpay-api-key': token }),
      reason: 'absent',
      hint: /in x-connectpay-api-key: send it in Authorization/,
    },
    {
      what: 'in a header of its own',
      headers: (token: string) => ({ 'x-access-token': `Bearer ${token}` }),
      reason: 'absent',
      hint: /in x-access-token: send it in Authorization/,
    },
    {
      what: 'that was never asked for',
      headers: () => ({ authorization: basicOf('your_key', 'your_secret') }),
      reason: 'absent',
      hint: /get a token with them/,
    },
  ])('$what', async ({ headers, reason, hint }) => {
    const logged = await sent(release, headers(await clientToken(sandbox())));
    expect(logged.reason).toBe(reason);
    expect(logged.hints).toEqual([expect.stringMatching(hint)]);
  });

  test('in the URL', async () => {
    const { reason, hints } = await sent(`${release}?access_token=${await clientToken(sandbox())}`, {});
    expect(reason).toBe('absent');
    expect(hints).toEqual(['the token is in the URL: send it in Authorization, after "Bearer "']);
  });

  test.each([
    { secondsLate: 20, hint: /^the token expired 2\d s ago, after 10 min: get a new one$/ },
    { secondsLate: 300, hint: /^the token expired 5 min( \d s)? ago, after 10 min: get a new one$/ },
    { secondsLate: 50 * 3600, hint: /^the token expired 2 days ago, after 10 min: get a new one$/ },
  ])('expired $secondsLate s ago', async ({ secondsLate, hint }) => {
    const authorization = `Bearer ${await clientToken(sandbox())}`;
    sandbox().clock.offsetSeconds = 600 + secondsLate;
    const { reason, hints } = await sent(release, { authorization });
    expect(reason).toBe('token-expired');
    expect(hints).toEqual([expect.stringMatching(hint)]);
  });

  test('expired by a time zone', async () => {
    const authorization = `Bearer ${await clientToken(sandbox())}`;
    sandbox().clock.offsetSeconds = 5 * 3600;
    const { hints } = await sent(release, { authorization });
    expect(hints).toEqual([
      expect.stringMatching(/^the token expired 4 h 50 min ago, .*clock is off by 5 h: a time zone\?$/),
    ]);
  });

  test("of a DevApp where a user's is wanted", async () => {
    const token = await clientToken(sandbox(), '/auth/v1/oauth2/token');
    const { reason, hints } = await sent(me, { authorization: `Bearer ${token}`, 'psu-ip-address': psuIp });
    expect(reason).toBe('scope-insufficient');
    expect(hints).toEqual(['it is a token for something else: get one with client']);
  });
});

describe('a token of another issuer', () => {
  let other: Sandbox;
  beforeAll(async () => {
    other = await startSandbox({ tlsPort: false });
  });
  afterAll(() => other.close());
  const pledgIssuer = /the token is of another issuer: get one from https:\/\/sandbox\.pledg\.example$/;
  const connectpayIssuer =
    /the token is of another issuer: get one from https:\/\/sandbox\.connectpay\.example$/;

  test('ConnectPay’s at Pledg', async () => {
    const { reason, hints } = await sent(release, { authorization: `Bearer ${await userToken(sandbox())}` });
    expect(reason).toBe('token-algorithm-not-allowed');
    expect(hints).toEqual([expect.stringMatching(pledgIssuer)]);
  });

  test('Pledg’s at ConnectPay', async () => {
    const { reason, hints } = await sent(me, { authorization: `Bearer ${await clientToken(sandbox())}` });
    expect(reason).toBe('token-algorithm-not-allowed');
    expect(hints).toEqual([expect.stringMatching(connectpayIssuer)]);
  });

  test('another environment of the same provider', async () => {
    for (const [path, token] of [
      [release, await clientToken(other)],
      [me, await userToken(other)],
    ] as const) {
      const { reason, hints } = await sent(path, { authorization: `Bearer ${token}` });
      expect(reason).toBe('proof-mismatch');
      expect(hints).toEqual([
        expect.stringMatching(/^was it issued in another environment, or before the keys/),
      ]);
    }
  });

  test('a live one, in the right algorithm', async () => {
    const token = signedToken({
      header: { alg: 'HS256', typ: 'JWT' },
      claims: { iss: 'https://pledg.example', sub: 'your_key', iat: 1, exp: 601 },
      key: 'a key of thirty-two bytes, or more',
    });
    const { reason, hints } = await sent(release, { authorization: `Bearer ${token}` });
    expect(reason).toBe('proof-mismatch');
    expect(hints).toEqual([expect.stringMatching(pledgIssuer)]);
  });

  test('one that is not signed', async () => {
    const token = `${base64url({ alg: 'none' })}.${base64url({ iss: 'https://sandbox.pledg.example' })}.`;
    const { reason, hints } = await sent(release, { authorization: `Bearer ${token}` });
    expect(reason).toBe('token-algorithm-not-allowed');
    expect(hints).toEqual(['an unsigned token proves nothing: sign it']);
  });
});

describe('PSU-IP-Address', () => {
  test.each([
    { what: 'missing', headers: {}, reason: 'psu-ip-absent', hint: /such as 203\.0\.113\.7$/ },
    {
      what: 'in X-Forwarded-For',
      headers: { 'x-forwarded-for': psuIp },
      reason: 'psu-ip-absent',
      hint: /x-forwarded-for is not read/,
    },
    { what: 'with a port', address: `${psuIp}:443`, hint: /leave the port out/ },
    { what: 'in IPv6 with a port', address: '[2001:db8::7]:443', hint: /leave the port out/ },
    { what: 'in IPv6 with brackets', address: '[2001:db8::7]', hint: /without brackets/ },
    { what: 'a list', address: `${psuIp}, 8.8.8.8`, hint: /send one address/ },
    { what: 'twice', address: [psuIp, psuIp], hint: /send one address/ },
    { what: 'with a zone', address: 'fe80::1%eth0', hint: /leave the zone out/ },
    { what: 'a network', address: '111.111.11.0/24', hint: /not a network/ },
    { what: 'a name', address: 'localhost', hint: /not a name/ },
    { what: 'another', address: '111.111.11.112', reason: 'psu-ip-mismatch', hint: /issued to/ },
  ])('$what', async ({ headers, address, reason = 'psu-ip-malformed', hint }) => {
    const authorization = `Bearer ${await userToken(sandbox(), psuIp)}`;
    const logged = await sent(me, {
      authorization,
      ...headers,
      ...(address !== undefined && { 'psu-ip-address': address }),
    });
    expect(logged.reason).toBe(reason);
    expect(logged.hints).toEqual([expect.stringMatching(hint)]);
  });
});
