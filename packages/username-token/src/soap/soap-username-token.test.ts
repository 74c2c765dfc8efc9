import { memoryDirectory, memoryReplayGuard, refusalOf } from '@countersign/core';
import { describe, expect, test } from 'vitest';
import { inboundRequest } from '../../../../test/support/inbound-request.ts';
import { movableClock } from '../../../../test/support/movable-clock.ts';
import { placetopayAuth } from '../../../../test/support/placetopay-auth.ts';
import {
  envelope,
  SOAP_11,
  SOAP_12,
  soapRequest,
  tokenParts,
  XSI,
} from '../../../../test/support/soap-envelope.ts';
import { usernameToken } from '../username-token.ts';
import { soapUsernameToken } from './soap-username-token.ts';

const seed = '2026-01-02T03:04:05Z';
const auth = (parts: Parameters<typeof placetopayAuth>[0] = {}) =>
  placetopayAuth({ login: 'site', secretKey: 'not-a-real-key', nonce: 'nonce-0001', seed, ...parts });

function verifiers(now = seed) {
  const clock = movableClock(now);
  const options = {
    directory: memoryDirectory([
      { id: 'site', secrets: ['not-a-real-key'] },
      { id: 'legacy', secrets: ['ABCD1234'], digests: ['sha1'] },
    ]),
    replay: memoryReplayGuard({ clock, rememberedSince: 0 }),
    clock,
  };
  return { soap: soapUsernameToken(options), json: usernameToken(options) };
}

const accepted = { outcome: 'accepted', principal: { account: 'site' } };
const rejected = (reason: string, account?: string) => ({
  outcome: 'rejected',
  reason,
  ...(account !== undefined && { account }),
});

describe('known answers', () => {
  test('SHA-256 (openssl dgst -sha256)', async () => {
    // The digest is written out: what the tests make their own messages with proves nothing.
    const message = envelope({
      auth: {
        login: 'site',
        tranKey: 'YIgUNuYunsTQa6LDN6VgS8g2oOOSFm6un/SuQRQE8wc=',
        nonce: 'bm9uY2UtMDAwMQ==',
        seed,
      },
    });
    expect(await verifiers().soap.verify(soapRequest(message))).toEqual(accepted);
  });

  test('SHA-1, as published with a client', async () => {
    const { soap } = verifiers('2016-10-26T21:37:00Z');
    const message = envelope({
      auth: {
        login: 'legacy',
        tranKey: 'Xi5xrRwrqPU21WE2JI4hyMaCvQ8=',
        nonce: Buffer.from('ifYEPnAcJbpDVR1t').toString('base64'),
        seed: '2016-10-26T21:37:00+00:00',
      },
    });
    expect(await soap.verify(soapRequest(message))).toEqual({
      outcome: 'accepted',
      principal: { account: 'legacy' },
    });
  });
});

describe('one use, whatever the form', () => {
  const asJson = (value: unknown) => inboundRequest({ json: { auth: value } });
  const asSoap = (value: ReturnType<typeof auth>) => soapRequest(envelope({ auth: value }));

  test('what was used over JSON is used up over SOAP', async () => {
    const { soap, json } = verifiers();
    expect(await json.verify(asJson(auth()))).toEqual(accepted);
    expect(await soap.verify(asSoap(auth()))).toEqual(rejected('replayed', 'site'));
  });

  test('what was used over SOAP is used up over JSON', async () => {
    const { soap, json } = verifiers();
    expect(await soap.verify(asSoap(auth()))).toEqual(accepted);
    expect(await json.verify(asJson(auth()))).toEqual(rejected('replayed', 'site'));
  });

  test('what was used in SOAP 1.1 is used up in SOAP 1.2', async () => {
    const { soap } = verifiers();
    expect(await soap.verify(asSoap(auth()))).toEqual(accepted);
    const again = soapRequest(envelope({ auth: auth(), namespace: SOAP_12 }));
    expect(await soap.verify(again)).toEqual(rejected('replayed', 'site'));
  });
});

describe('the checks of a token are those of JSON', () => {
  test.each([
    {
      what: 'an unknown account',
      auth: auth({ login: 'nobody' }),
      reason: 'account-unknown',
      account: undefined,
    },
    { what: 'another secret', auth: auth({ secretKey: 'other' }), reason: 'proof-mismatch', account: 'site' },
    { what: 'SHA-1', auth: auth({ algorithm: 'sha1' }), reason: 'digest-not-allowed', account: 'site' },
    {
      what: 'a seed past the window',
      auth: auth({ seed: '2026-01-02T02:59:04Z' }),
      reason: 'seed-outside-window',
      account: 'site',
    },
    {
      what: 'a seed without a zone',
      auth: auth({ seed: '2026-01-02T03:04:05' }),
      reason: 'credentials-malformed',
    },
    { what: 'a nonce that is not base64', auth: { ...auth(), nonce: '~' }, reason: 'credentials-malformed' },
  ])('$what: $reason', async ({ auth: sent, reason, account }) => {
    expect(await verifiers().soap.verify(soapRequest(envelope({ auth: sent })))).toEqual(
      rejected(reason, account),
    );
  });
});

describe('how Password is typed', () => {
  const parts = tokenParts(auth());
  const digest = auth().tranKey;
  const typed = (attributes: string) => ({
    password: `<wsse:Password ${attributes}>${digest}</wsse:Password>`,
  });
  const text =
    'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordText';

  test.each([
    { what: 'Type', token: { password: parts.password } },
    { what: 'xsi:type', token: typed('xsi:type="PasswordDigest"') },
    { what: 'xsi:type with another prefix', token: typed(`xmlns:i="${XSI}" i:type="PasswordDigest"`) },
    { what: 'Type beside the xsi:type of a schema', token: typed(`xsi:type="x" Type="a#PasswordDigest"`) },
  ])('$what is accepted', async ({ token }) => {
    expect(await verifiers().soap.verify(soapRequest(envelope({ auth: auth(), token })))).toEqual(accepted);
  });

  test.each([
    { what: 'no type', token: typed('') },
    { what: 'PasswordText', token: typed(`Type="${text}"`) },
    {
      what: 'PasswordText, whatever xsi:type says',
      token: typed(`Type="${text}" xsi:type="PasswordDigest"`),
    },
    { what: 'xsi:type of PasswordText', token: typed('xsi:type="PasswordText"') },
    { what: 'an empty Type', token: typed('Type="" xsi:type="PasswordDigest"') },
    { what: 'a type of no namespace', token: typed('type="PasswordDigest"') },
    { what: 'a Type of another namespace', token: typed('wsse:Type="a#PasswordDigest"') },
  ])('$what is malformed', async ({ token }) => {
    const verdict = await verifiers().soap.verify(soapRequest(envelope({ auth: auth(), token })));
    expect(verdict).toEqual(rejected('credentials-malformed'));
  });
});

describe('refusals', () => {
  test.each([
    {
      namespace: SOAP_11,
      status: 500,
      type: 'text/xml; charset=utf-8',
      code: '<faultcode>SOAP-ENV:Client</faultcode>',
    },
    {
      namespace: SOAP_12,
      status: 400,
      type: 'application/soap+xml; charset=utf-8',
      code: '<env:Value>env:Sender</env:Value>',
    },
  ])('are faults of $namespace', async ({ namespace, status, type, code }) => {
    const { soap } = verifiers();
    const request = soapRequest(envelope({ auth: auth({ secretKey: 'other' }), namespace }));
    const verdict = await soap.verify(request);
    if (verdict.outcome === 'accepted') throw new Error('accepted');
    const refusal = refusalOf(soap, verdict, request);
    expect(refusal).toMatchObject({ status, headers: { 'content-type': type, 'cache-control': 'no-store' } });
    expect(refusal.body).toContain(code);
    expect(refusal.body).toContain(namespace);
    expect(refusal.body).toContain('The credentials are missing, malformed or wrong.');
  });
});
