import { constants, createPrivateKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { basicOf, call } from '../support/call.ts';
import { loggedHints } from '../support/logged-hints.ts';
import { runningSandbox } from '../support/running-sandbox.ts';
import { otherPair } from '../support/sign-request.ts';
import { base64url, signedToken } from '../support/signed-token.ts';

const sandbox = runningSandbox();

describe('X-Signature', () => {
  const body = '{"amount":"10.00","note":"twowords"}';
  const value = { amount: '10.00', note: 'two words' };
  const path = '/merchant/payments';
  const host = () => new URL(sandbox().url).host;
  const demoKey = () =>
    createPrivateKey(readFileSync(`${sandbox().certificates?.folder}/merchant-rsa-key.pem`));
  const right = () => `post${host()}${path}${body}`;
  /** What `openssl dgst -sha256 -sign` makes of a text. */
  const signed = (text: string, key = demoKey()) => sign('sha256', Buffer.from(text), key);
  const pay = (signature: string, authorization = basicOf('ConnectPay', 'EasyBanking')) =>
    loggedHints(sandbox(), () =>
      call(sandbox().url + path, {
        method: 'POST',
        headers: { authorization, 'x-signature': signature, 'content-type': 'application/json' },
        body: JSON.stringify(value),
      }),
    );

  test('that is right has no hint', async () => {
    expect(await pay(signed(right()).toString('base64'))).toMatchObject({ status: 200, hints: [] });
  });

  const wrongText = [
    {
      what: 'the pretty-printed body',
      text: () => `post${host()}${path}${JSON.stringify(value, null, 2)}`,
      hint: /^the pretty-printed body was signed: remove all white space$/,
    },
    {
      what: 'the body as it is sent',
      text: () => `post${host()}${path}${JSON.stringify(value)}`,
      hint: /white space: remove all of it, inside strings too$/,
    },
    {
      what: 'the host of the live environment',
      text: () => `postapi.connectpay.com${path}${body}`,
      hint: /^the URL was signed with the host "api\.connectpay\.com": sign the public host name, 127\.0/,
    },
    {
      what: 'the host of the stage',
      text: () => `postapi-stage.connectpay.com${path}${body}`,
      hint: /^the URL was signed with the host "api-stage\.connectpay\.com"/,
    },
    {
      what: 'a host without its port',
      text: () => `post127.0.0.1${path}${body}`,
      hint: /^the URL was signed with the host "127\.0\.0\.1": sign the public host name, 127\.0\.0\.1:\d+$/,
    },
    {
      what: 'https:// before the host',
      text: () => `posthttps://${host()}${path}${body}`,
      hint: /^https:\/\/ was left before the URL/,
    },
    { what: 'no body', text: () => `post${host()}${path}`, hint: /^the body was left out$/ },
    {
      what: 'the method in capitals',
      text: () => `POST${host()}${path}${body}`,
      hint: /^the method was not lower-cased$/,
    },
    {
      what: 'something that nobody would guess',
      text: () => 'x',
      hint: /^sign "post127\.0\.0\.1:\d+\/merchant\/payments", then the body without white space/,
    },
  ];
  test.each(wrongText)('over $what', async ({ text, hint }) => {
    const { status, reason, hints } = await pay(signed(text()).toString('base64'));
    expect({ status, reason }).toEqual({ status: 401, reason: 'proof-mismatch' });
    expect(hints).toEqual([expect.stringMatching(hint)]);
  });

  test('with PSS', async () => {
    const pss = { key: demoKey(), padding: constants.RSA_PKCS1_PSS_PADDING };
    for (const saltLength of [constants.RSA_PSS_SALTLEN_DIGEST, constants.RSA_PSS_SALTLEN_MAX_SIGN]) {
      const signature = sign('sha256', Buffer.from(right()), { ...pss, saltLength });
      const { reason, hints } = await pay(signature.toString('base64'));
      expect(reason).toBe('proof-mismatch');
      expect(hints).toEqual(['the padding is PSS: sign with PKCS #1 v1.5 (SHA256withRSA)']);
    }
  });

  test('with SHA-1', async () => {
    const { hints } = await pay(sign('sha1', Buffer.from(right()), demoKey()).toString('base64'));
    expect(hints).toEqual(['the digest is SHA1: sign with SHA-256']);
  });

  test('in hexadecimal, and in its base64', async () => {
    const hex = signed(right()).toString('hex');
    for (const signature of [hex, hex.toUpperCase(), Buffer.from(hex).toString('base64')]) {
      const { status, hints } = await pay(signature);
      expect(status).toBe(401);
      expect(hints).toEqual(['the signature is in hexadecimal: send the base64 of its bytes']);
    }
  });

  test('in URL-safe base64', async () => {
    const { reason, hints } = await pay(signed(right()).toString('base64url'));
    expect(reason).toBe('credentials-malformed');
    expect(hints).toEqual([expect.stringMatching(/^the signature is URL-safe or unpadded base64/)]);
  });

  test('with a key of nobody', async () => {
    const { reason, hints } = await pay(signed(right(), otherPair.privateKey).toString('base64'));
    expect(reason).toBe('proof-mismatch');
    expect(hints).toEqual([expect.stringMatching(/with the key of this account$/)]);
  });

  test('of a DevApp that has handed in no key', async () => {
    const signature = signed(right(), otherPair.privateKey).toString('base64');
    const { reason, hints } = await pay(signature, basicOf('OtherApp', 'OtherSecret'));
    expect(reason).toBe('proof-mismatch');
    expect(hints).toEqual([expect.stringMatching(/no public key/)]);
  });
});

describe('signed parameters', () => {
  const data = { merchantUid: 'mer_demo', reference: 'R-1', amountCents: 1000 };
  const secret = 'pledg-demo-secret';
  const token = (claims: object = { data }, key: string | Uint8Array = secret, alg = 'HS256') =>
    signedToken({ header: { alg, typ: 'JWT' }, claims, key });
  const unsigned = `${base64url({ alg: 'none' })}.${base64url({ data })}.`;
  const ended = (secondsAgo: number) => Math.floor(Date.now() / 1000) - secondsAgo;
  const purchase = (query: string) =>
    loggedHints(sandbox(), () => call(`${sandbox().url}/purchase?${query}`));

  test('that are right have no hint', async () => {
    expect(await purchase(`signature=${token()}`)).toMatchObject({ status: 200, hints: [] });
  });

  const proof = 'proof-mismatch';
  const algorithm = 'token-algorithm-not-allowed';
  test.each([
    {
      what: 'with a wrong secret',
      signature: () => token({ data }, 'wrong'),
      reason: proof,
      hint: /^sign with a secret of mer_demo, its text as UTF-8/,
    },
    {
      what: 'with a line feed after the secret',
      signature: () => token({ data }, `${secret}\n`),
      reason: proof,
      hint: /white space around it/,
    },
    {
      what: 'with the secret in base64',
      signature: () => token({ data }, Buffer.from(secret).toString('base64')),
      reason: proof,
      hint: /encoded as base64/,
    },
    { what: 'with the id', signature: () => token({ data }, 'mer_demo'), reason: proof, hint: /^the id of/ },
    { what: 'with no secret', signature: () => token({ data }, ''), reason: proof, hint: /^an empty secret/ },
    {
      what: 'that ended a moment ago',
      signature: () => token({ data, exp: ended(1) }),
      reason: 'token-expired',
      hint: /^it ended \d+ s ago$/,
    },
    {
      what: 'that ended two hours ago',
      signature: () => token({ data, exp: ended(7205) }),
      reason: 'token-expired',
      hint: /^it ended 2 h 0 min ago$/,
    },
    {
      what: 'that ended in 1970',
      signature: () => token({ data, exp: 1 }),
      reason: 'token-expired',
      hint: /^it ended \d+ days ago$/,
    },
    {
      what: 'with HS512',
      signature: () => token({ data }, secret, 'HS512'),
      reason: algorithm,
      hint: /HS256/,
    },
    { what: 'with none', signature: () => unsigned, reason: algorithm, hint: /^an unsigned token/ },
    {
      what: 'that lie beside data',
      signature: () => token(data),
      reason: 'token-malformed',
      hint: /^merchantUid and the other parameters belong inside an object named data$/,
    },
    {
      what: 'of an unknown merchant',
      signature: () => token({ data: { ...data, merchantUid: 'x' } }),
      reason: 'account-unknown',
      hint: undefined,
    },
    {
      what: 'that are no token',
      signature: () => encodeURIComponent(JSON.stringify({ data })),
      reason: 'token-malformed',
      hint: /^this is the payload itself/,
    },
  ])('$what', async ({ signature, reason, hint }) => {
    const logged = await purchase(`signature=${signature()}`);
    expect([logged.status, logged.reason]).toEqual([401, reason]);
    expect(logged.hints).toEqual(hint ? [expect.stringMatching(hint)] : []);
  });

  test.each([
    {
      what: 'unsigned',
      query: 'merchantUid=mer_demo&amountCents=1000',
      reason: 'absent',
      hint: /^parameters are taken signed alone/,
    },
    {
      what: 'with one that is not signed',
      query: `signature=${token()}&amountCents=1`,
      reason: 'credentials-malformed',
      hint: /^put amountCents inside the token/,
    },
    {
      what: 'under another name',
      query: `Signature=${token()}`,
      reason: 'absent',
      hint: /^the parameter is named signature, in lower case$/,
    },
  ])('$what', async ({ query, reason, hint }) => {
    const logged = await purchase(query);
    expect([logged.status, logged.reason]).toEqual([401, reason]);
    expect(logged.hints).toEqual([expect.stringMatching(hint)]);
  });
});
