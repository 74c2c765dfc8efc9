import { constants, createHash, sign } from 'node:crypto';
import { type Account, type Explanation, memoryDirectory } from '@countersign/core';
import { describe, expect, test, vi } from 'vitest';
import { inboundRequest } from '../../../../test/support/inbound-request.ts';
import { otherPair, pair, signRequest } from '../../../../test/support/sign-request.ts';
import { rsaSignature } from '../rsa/rsa-signature.ts';

const host = 'api.connectpay.com';
const target = '/Merchant/Payments?Ref=A1';
const url = `${host}/merchant/payments?ref=a1`;
const sent = { amount: '10.00', note: 'two words', link: 'a/b' };
const body = '{"amount":"10.00","note":"twowords","link":"a/b"}';
const right = signRequest({ url, body });
const bytes = Buffer.from(right, 'base64');
const app: Account = { id: 'app', publicKeys: [otherPair.publicKey, pair.publicKey] };

async function explained(signature: string, account = app, raw = JSON.stringify(sent)) {
  const request = inboundRequest({
    target,
    host: 'internal:8080',
    headers: { 'x-signature': signature },
    body: { kind: 'json', value: sent, raw: Buffer.from(raw) },
  });
  const verifier = rsaSignature({
    directory: memoryDirectory([account]),
    account: () => 'app',
    authority: host,
    otherAuthorities: ['api-stage.connectpay.com'],
  });
  const explain: Explanation = [];
  const verdict = await verifier.verify(request, { explain });
  expect(verdict).toEqual(await verifier.verify(request));
  expect(JSON.stringify(explain)).not.toContain(signature);
  return {
    reason: verdict.outcome === 'rejected' ? verdict.reason : verdict.outcome,
    explain,
    hints: explain.flatMap((check) => check.hint ?? []),
  };
}

const signed = (text: string) => signRequest({ method: '', url: text });
const signedBy = (
  algorithm: string,
  data: string | Buffer = `post${url}${body}`,
  padding = constants.RSA_PKCS1_PADDING,
) => sign(algorithm, Buffer.from(data), { key: pair.privateKey, padding }).toString('base64');
const sha256 = (text: string) => createHash('sha256').update(text);

describe('a hint for', () => {
  test.each([
    {
      what: 'the body with its white space',
      signature: signed(`post${url}${JSON.stringify(sent)}`),
      hint: /white space: remove all/,
    },
    {
      what: 'a pretty-printed body',
      signature: signed(`post${url}${JSON.stringify(sent, null, 2)}`),
      hint: /pretty-printed body was signed/,
    },
    { what: 'no body', signature: signed(`post${url}`), hint: /body was left out/ },
    {
      what: 'a body that was escaped after it was signed',
      signature: signed(`post${url}${body.replace('/', '\\/')}`),
      hint: /written again/,
    },
    {
      what: 'the name of another environment',
      signature: signed(`postapi-stage.connectpay.com/merchant/payments?ref=a1${body}`),
      hint: /the host "api-stage.connectpay.com": sign .*api\.connectpay\.com$/,
    },
    {
      what: 'the host that was called',
      signature: signed(`postinternal:8080/merchant/payments?ref=a1${body}`),
      hint: /the host "internal:8080"/,
    },
    {
      what: 'the host without its port',
      signature: signed(`postinternal/merchant/payments?ref=a1${body}`),
      hint: /the host "internal"/,
    },
    {
      what: 'the host with port 443',
      signature: signed(`post${host}:443/merchant/payments?ref=a1${body}`),
      hint: /:443"/,
    },
    { what: 'no host', signature: signed(`post/merchant/payments?ref=a1${body}`), hint: /host was left out/ },
    {
      what: 'https:// before the URL',
      signature: signed(`posthttps://${url}${body}`),
      hint: /https:\/\/ was left/,
    },
    {
      what: 'the method in capitals',
      signature: signed(`POST${url}${body}`),
      hint: /method was not lower-cased/,
    },
    {
      what: 'the URL as it is',
      signature: signed(`post${host}${target}${body}`),
      hint: /URL was not lower-cased/,
    },
    {
      what: 'both as they are',
      signature: signed(`POST${host}${target}${body}`),
      hint: /method and URL were not lower-cased/,
    },
    {
      what: 'no query',
      signature: signed(`post${host}/merchant/payments${body}`),
      hint: /query was left out/,
    },
    { what: 'a slash at the end', signature: signed(`post${url}/${body}`), hint: /another slash/ },
    { what: 'URL + method + body', signature: signed(`${url}post${body}`), hint: /URL \+ method \+ body$/ },
    { what: 'body + method + URL', signature: signed(`${body}post${url}`), hint: /body \+ method \+ URL$/ },
    { what: 'method + body + URL', signature: signed(`post${body}${url}`), hint: /method \+ body \+ URL$/ },
    { what: 'the body alone', signature: signed(body), hint: /body alone was signed/ },
    { what: 'no method', signature: signed(`${url}${body}`), hint: /method was left out/ },
    {
      what: 'line breaks between the parts',
      signature: signed(`post\n${url}\n${body}`),
      hint: /something was put between/,
    },
    {
      what: 'PSS',
      signature: signedBy('sha256', undefined, constants.RSA_PKCS1_PSS_PADDING),
      hint: /padding is PSS/,
    },
    { what: 'SHA-1', signature: signedBy('sha1'), hint: /digest is SHA1/ },
    {
      what: 'a digest that was hashed again',
      signature: signedBy('sha256', sha256(`post${url}${body}`).digest()),
      hint: /hashed before it was signed/,
    },
    {
      what: 'a hexadecimal digest',
      signature: signedBy('sha256', sha256(`post${url}${body}`).digest('hex')),
      hint: /hashed before it was signed/,
    },
    { what: 'hexadecimal', signature: bytes.toString('hex'), hint: /is in hexadecimal/ },
    {
      what: 'hexadecimal as base64',
      signature: Buffer.from(bytes.toString('hex')).toString('base64'),
      hint: /is in hexadecimal/,
    },
    {
      what: 'a key of another size',
      signature: bytes.subarray(1).toString('base64'),
      hint: /255 bytes long, and a key of this account makes 256/,
    },
    {
      what: 'anything else',
      signature: signed('something'),
      hint: /^sign "postapi.connectpay.com\/merchant\/payments", then the body/,
    },
  ])('$what', async ({ signature, hint }) => {
    const { reason, hints } = await explained(signature);
    expect(reason).toBe('proof-mismatch');
    expect(hints).toEqual([expect.stringMatching(hint)]);
  });

  test.each([
    { what: 'URL-safe base64', signature: bytes.toString('base64url'), hint: /URL-safe or unpadded/ },
    { what: 'no padding', signature: right.replace(/=+$/, ''), hint: /URL-safe or unpadded/ },
    { what: 'lines', signature: right.replace(/.{64}/g, '$& '), hint: /broken into lines/ },
    {
      what: 'hexadecimal that is no base64',
      signature: `${bytes.toString('hex')}0`,
      hint: /is in hexadecimal/,
    },
    { what: 'what is no base64', signature: '{}', hint: /^send the signature in base64/ },
  ])('$what, which cannot be read', async ({ signature, hint }) => {
    const { reason, hints } = await explained(signature);
    expect(reason).toBe('credentials-malformed');
    expect(hints).toEqual([expect.stringMatching(hint)]);
  });

  test('white space inside strings', async () => {
    const raw = JSON.stringify(sent, null, 2);
    const { hints } = await explained(signed(`post${url}${JSON.stringify(sent)}`), app, raw);
    expect(hints).toEqual([expect.stringMatching(/white space inside strings/)]);
  });

  test('an account without a key', async () => {
    const { hints } = await explained(right, { id: 'app' });
    expect(hints).toEqual([expect.stringMatching(/no public key here/)]);
  });
});

test('a signature that holds has no hint', async () => {
  const { reason, explain } = await explained(right);
  expect(reason).toBe('accepted');
  expect(explain).toEqual([
    { check: 'x-signature', outcome: 'passed', detail: '256 bytes in base64' },
    { check: 'account', outcome: 'passed', detail: 'app' },
    { check: 'signature', outcome: 'passed', detail: 'was made with a key of this account' },
    { check: 'account state', outcome: 'passed', detail: 'active' },
  ]);
});

test.each([
  { what: 'not JSON', raw: '{"a":' },
  { what: 'nested deeper than anybody reads', raw: '['.repeat(50_000) + ']'.repeat(50_000) },
])('a body that is $what is explained all the same', async ({ raw }) => {
  const { hints } = await explained(signed('x'), app, raw);
  expect(hints).toEqual([expect.stringMatching(/^sign "post/)]);
});

test.each([
  { what: 'long', raw: JSON.stringify({ note: 'x'.repeat(4096) }) },
  { what: 'nested deep', raw: '['.repeat(2000) + ']'.repeat(2000) },
])('a body that is $what is not written again', async ({ raw }) => {
  const request = inboundRequest({
    headers: { 'x-signature': signed('x') },
    body: { kind: 'json', value: {}, raw: Buffer.from(raw) },
  });
  const verifier = rsaSignature({ directory: memoryDirectory([app]), account: () => 'app', authority: 'h' });
  const stringify = vi.spyOn(JSON, 'stringify');
  await verifier.verify(request, { explain: [] });
  expect(stringify).not.toHaveBeenCalled();
  stringify.mockRestore();
});

test('without an explanation, no mistake is looked for', async () => {
  const host = vi.fn(() => 'host');
  const request = { ...inboundRequest({ headers: { 'x-signature': signed('x') } }) };
  Object.defineProperty(request, 'host', { get: host });
  const verifier = rsaSignature({ directory: memoryDirectory([app]), account: () => 'app', authority: 'h' });
  await verifier.verify(request);
  expect(host).not.toHaveBeenCalled();
  await verifier.verify(request, { explain: [] });
  expect(host).toHaveBeenCalled();
});
