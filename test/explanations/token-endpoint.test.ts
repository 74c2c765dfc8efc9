import { describe, expect, test } from 'vitest';
import { basicOf, call } from '../support/call.ts';
import { loggedHints } from '../support/logged-hints.ts';
import { runningSandbox } from '../support/running-sandbox.ts';
import { formType, grant } from '../support/sandbox-tokens.ts';

const sandbox = runningSandbox({ tlsPort: false });

const json = { 'content-type': 'application/json' };
const jsonGrant = '{"grant_type":"client_credentials"}';

describe.each([
  { path: '/api/token', id: 'your_key', secret: 'your_secret' },
  { path: '/oauth/token', id: 'your_key', secret: 'your_secret' },
  { path: '/auth/v1/oauth2/token', id: 'ConnectPay', secret: 'EasyBanking' },
])('$path', ({ path, id, secret }) => {
  const right = basicOf(id, secret);
  const sent = (headers: Record<string, string>, body: string, query = '') =>
    loggedHints(sandbox(), () => call(sandbox().url + path + query, { method: 'POST', headers, body }));

  test.each([
    { what: 'a JSON body', type: json, body: jsonGrant, hint: /^the body is JSON: .*x-www-form-urlencoded$/ },
    {
      what: 'a form that is called text',
      type: { 'content-type': 'text/plain' },
      body: grant,
      hint: /^send grant_type=client_credentials with Content-Type: application\/x-www-form-urlencoded$/,
    },
    { what: 'no body', body: '', hint: /^send grant_type=client_credentials/ },
    {
      what: 'the grant type in the URL',
      body: '',
      query: `?${grant}`,
      hint: /^the grant type is in the URL/,
    },
    {
      what: 'a password grant',
      body: 'grant_type=password',
      hint: /its one grant type is client_credentials$/,
    },
    { what: 'an authorization code', body: 'grant_type=authorization_code', hint: /its one grant type/ },
    { what: 'a hyphen', body: 'grant_type=client-credentials', hint: /^write the grant type as it is/ },
    { what: 'capitals', body: 'grant_type=CLIENT_CREDENTIALS', hint: /^write the grant type as it is/ },
    { what: 'quotes', body: 'grant_type=%22client_credentials%22', hint: /^write the grant type as it is/ },
    { what: 'grantType', body: 'grantType=client_credentials', hint: /^write the parameter as it is/ },
    { what: 'the secret twice', body: `${grant}&client_secret=x`, hint: /^the client sent its secret twice/ },
    { what: 'a scope', body: `${grant}&scope=all`, hint: /^leave scope out$/ },
  ])('$what', async ({ type = formType, body, query, hint }) => {
    const { status, reason, hints } = await sent({ ...type, authorization: right }, body, query);
    expect({ status, reason }).toEqual({ status: 400, reason: 'accepted' });
    expect(hints).toEqual([expect.stringMatching(hint)]);
  });

  test.each([
    {
      what: 'the client in the form',
      type: formType,
      body: `${grant}&client_id=${id}&client_secret=${secret}`,
    },
    {
      what: 'the client in JSON',
      type: json,
      body: JSON.stringify({ grant_type: 'client_credentials', client_id: id, client_secret: secret }),
    },
  ])('$what', async ({ type, body }) => {
    const { status, reason, hints } = await sent(type, body);
    expect({ status, reason }).toEqual({ status: 401, reason: 'absent' });
    expect(hints).toEqual([expect.stringMatching(/^the client id is in the body: .*client_secret_basic/)]);
  });

  const percent = (text: string) => [...text].map((c) => `%${c.charCodeAt(0).toString(16)}`).join('');
  test.each([
    { what: 'form-encoded, which is one right way', authorization: basicOf(percent(id), percent(secret)) },
    {
      what: 'form-encoded twice',
      authorization: basicOf(encodeURIComponent(percent(id)), encodeURIComponent(percent(secret))),
      hint: /form-encoded twice/,
    },
    { what: 'swapped', authorization: basicOf(secret, id), hint: /are swapped/ },
    {
      what: 'encoded twice',
      authorization: `Basic ${Buffer.from(right.slice(6)).toString('base64')}`,
      hint: /encoded in base64 twice/,
    },
    {
      what: 'of another environment',
      authorization: basicOf(`live-${id}`, secret),
      hint: /of another environment, such as live\?/,
    },
  ])('a client $what', async ({ authorization, hint }) => {
    const { status, hints } = await sent({ ...formType, authorization }, grant);
    expect(status).toBe(hint ? 401 : 200);
    expect(hints).toEqual(hint ? [expect.stringMatching(hint)] : []);
  });
});
