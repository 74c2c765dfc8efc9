import { describe, expect, test } from 'vitest';
import { basicOf, call } from '../support/call.ts';
import { loggedHints } from '../support/logged-hints.ts';
import { runningSandbox } from '../support/running-sandbox.ts';

const sandbox = runningSandbox({ tlsPort: false });

const site = '30201';
const key = 'hJ5RobYx9r7FfNwCvHY9LXHqqr+FEzrc7aJvQQk4Gaz1mg7Ryy';
const base64 = (text: string) => Buffer.from(text).toString('base64');
const bare = base64(`${site}:${key}`);

const sent = (path: string, headers: Record<string, string>) =>
  loggedHints(sandbox(), () => call(sandbox().url + path, { headers }));

describe('Basic', () => {
  const malformed = 'credentials-malformed';
  test.each([
    {
      what: 'encoded twice',
      authorization: `Basic ${base64(bare)}`,
      reason: malformed,
      hint: /encoded in base64 twice/,
    },
    {
      what: 'not encoded',
      authorization: `Basic ${site}:${key}`,
      reason: malformed,
      hint: /sent as it is: send base64\(id:secret\)/,
    },
    {
      what: 'in URL-safe base64',
      authorization: `Basic ${Buffer.from(`${site}:~~~???`).toString('base64url')}`,
      reason: malformed,
      hint: /URL-safe or unpadded/,
    },
    {
      what: 'without padding',
      authorization: `Basic ${bare.replace(/=+$/, '')}`,
      reason: malformed,
      hint: /URL-safe or unpadded/,
    },
    {
      what: 'in lines of base64',
      authorization: `Basic ${bare.slice(0, 64)} ${bare.slice(64)}`,
      reason: malformed,
      hint: /broken into lines/,
    },
    {
      what: 'after "Basic " twice',
      authorization: `Basic Basic ${bare}`,
      reason: malformed,
      hint: /"Basic " was put before the pair twice/,
    },
    {
      what: 'with "Basic " in the base64',
      authorization: `Basic ${base64(`Basic ${bare}`)}`,
      reason: malformed,
      hint: /"Basic " was encoded with the pair/,
    },
    {
      what: 'with a newline behind the secret',
      authorization: basicOf(site, `${key}\n`),
      reason: malformed,
      hint: /without a newline/,
    },
    {
      what: 'with CR LF behind the secret',
      authorization: basicOf(site, `${key}\r\n`),
      reason: malformed,
      hint: /without a newline/,
    },
    {
      what: 'with a space behind the secret',
      authorization: basicOf(site, `${key} `),
      reason: 'proof-mismatch',
      hint: /white space around the id or the secret/,
    },
    {
      what: 'with a space before the secret',
      authorization: basicOf(site, ` ${key}`),
      reason: 'proof-mismatch',
      hint: /white space around the id or the secret/,
    },
    {
      what: 'with a space before the id',
      authorization: basicOf(` ${site}`, key),
      reason: malformed,
      hint: /white space around the id or the secret/,
    },
    { what: 'swapped', authorization: basicOf(key, site), reason: malformed, hint: /are swapped/ },
    {
      what: 'form-encoded',
      authorization: basicOf(site, encodeURIComponent(key)),
      reason: 'proof-mismatch',
      hint: /were form-encoded: send them as they are/,
    },
    {
      what: 'with the secret in base64 by itself',
      authorization: basicOf(site, base64(key)),
      reason: 'proof-mismatch',
      hint: /encoded in base64 by itself/,
    },
    {
      what: 'of a site that is not known, such as a live one',
      authorization: basicOf('99999', key),
      reason: 'account-unknown',
      hint: /no account here has this id: are these .* of another environment, such as live\?/,
    },
    { what: 'without "Basic "', authorization: bare, reason: 'absent', hint: /put "Basic " before the pair/ },
    {
      what: 'without the space',
      authorization: `Basic${bare}`,
      reason: 'absent',
      hint: /write "Basic", a space, and the pair/,
    },
    {
      what: 'after a colon',
      authorization: `Basic: ${bare}`,
      reason: 'absent',
      hint: /write "Basic", a space, and the pair/,
    },
    { what: 'as Bearer', authorization: `Bearer ${bare}`, reason: 'absent', hint: /their scheme is Basic/ },
    {
      what: 'neither encoded nor after "Basic "',
      authorization: `${site}:${key}`,
      reason: 'absent',
      hint: /send "Basic ", and base64\(id:secret\)/,
    },
    {
      what: 'where a token is sent',
      authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.',
      reason: 'absent',
      hint: /this is a token: an id and a secret are wanted/,
    },
  ])('$what', async ({ authorization, reason, hint }) => {
    const logged = await sent('/v1/methods/', { authorization });
    expect(logged.reason).toBe(reason);
    expect(logged.hints).toEqual([expect.stringMatching(hint)]);
  });

  test.each(['x-connectpay-api-key', 'x-api-key', 'proxy-authorization'])('in %s', async (name) => {
    for (const value of [bare, `Basic ${bare}`]) {
      const { reason, hints } = await sent('/v1/methods/', { [name]: value });
      expect(reason).toBe('absent');
      expect(hints).toEqual([`these credentials are in ${name}: send them in authorization`]);
    }
  });

  test.each([
    { what: 'swapped', authorization: basicOf('john123', 'random@domain.com'), hint: /are swapped/ },
    {
      what: 'form-encoded',
      authorization: basicOf('random%40domain.com', 'john123'),
      hint: /were form-encoded: send them as they are/,
    },
    {
      what: "an API client's",
      authorization: basicOf('your_key', 'your_secret'),
      hint: /no account here has this id/,
    },
  ])('of the dashboard: $what', async ({ authorization, hint }) => {
    const { reason, hints } = await sent('/api/users/me', { authorization });
    expect(reason).toBe('account-unknown');
    expect(hints).toEqual([expect.stringMatching(hint)]);
  });
});

describe('the API key', () => {
  const path = '/baas-sca/user-management/partner/users';
  const pair = base64('ConnectPay:EasyBanking');
  const apiKey = (value: string) => ({ 'x-connectpay-api-key': value });
  test.each([
    {
      what: 'in Authorization',
      headers: { authorization: `Basic ${pair}` },
      reason: 'absent',
      hint: /are in authorization: send them in x-connectpay-api-key/,
    },
    {
      what: 'in x-api-key',
      headers: { 'x-api-key': pair },
      reason: 'absent',
      hint: /are in x-api-key: send them in x-connectpay-api-key/,
    },
    {
      what: 'after "Basic " twice',
      headers: apiKey(`Basic Basic ${pair}`),
      reason: 'credentials-malformed',
      hint: /"Basic " was put before the pair twice/,
    },
    {
      what: 'encoded twice',
      headers: apiKey(base64(pair)),
      reason: 'credentials-malformed',
      hint: /encoded in base64 twice/,
    },
    {
      what: 'not encoded',
      headers: apiKey('ConnectPay:EasyBanking'),
      reason: 'credentials-malformed',
      hint: /sent as it is/,
    },
    {
      what: 'swapped',
      headers: apiKey(base64('EasyBanking:ConnectPay')),
      reason: 'account-unknown',
      hint: /are swapped/,
    },
    {
      what: 'of another DevApp than its secret',
      headers: apiKey(base64('OtherApp:EasyBanking')),
      reason: 'proof-mismatch',
      hint: undefined,
    },
    {
      what: 'of another environment',
      headers: apiKey(base64('LiveApp:EasyBanking')),
      reason: 'account-unknown',
      hint: /of another environment, such as live\?/,
    },
  ])('$what', async ({ headers, reason, hint }) => {
    const logged = await sent(path, headers);
    expect(logged.reason).toBe(reason);
    expect(logged.hints).toEqual(hint ? [expect.stringMatching(hint)] : []);
  });
});
