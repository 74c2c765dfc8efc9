import { constants, generateKeyPairSync, verify } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { sign } from './index.ts';
import type { NotificationFault } from './notification.ts';
import type { PayloadFault } from './signed-payload.ts';
import type { XSignatureFault } from './x-signature.ts';

describe('X-Signature', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const request = {
    url: 'https://API.connectpay.com/Merchant/payments?Page=1',
    body: '{"amount": 4200, "text": "two words"}',
    privateKey,
  };
  const isOver = (text: string, signature: string, padding = constants.RSA_PKCS1_PADDING) =>
    verify('sha256', Buffer.from(text), { key: publicKey, padding }, Buffer.from(signature, 'base64'));
  const body = '{"amount":4200,"text":"twowords"}';
  const target = 'api.connectpay.com/merchant/payments?page=1';

  test('is over the method, the URL and the body without white space', () => {
    const { headers, init } = sign.xSignature(request);
    expect(isOver(`post${target}${body}`, headers['x-signature'] ?? '')).toBe(true);
    expect(init).toMatchObject({ method: 'POST', body: request.body });
    const { headers: ofGet } = sign.xSignature({ ...request, method: 'GET', body: undefined });
    expect(isOver(`get${target}`, ofGet['x-signature'] ?? '')).toBe(true);
  });

  test.each<{ fault: XSignatureFault; text: string; padding?: number }>([
    {
      fault: 'pretty-printed-body',
      text: `post${target}{\n  "amount": 4200,\n  "text": "two words"\n}`,
    },
    { fault: 'other-host', text: `postsomebody-else.example/merchant/payments?page=1${body}` },
    { fault: 'with-scheme', text: `posthttps://${target}${body}` },
    { fault: 'method-in-capitals', text: `POST${target}${body}` },
    { fault: 'wrong-order', text: `${target}post${body}` },
    { fault: 'without-body', text: `post${target}` },
    { fault: 'pss', text: `post${target}${body}`, padding: constants.RSA_PKCS1_PSS_PADDING },
  ])('$fault', ({ fault, text, padding }) => {
    const signature = sign.xSignature({ ...request, fault }).headers['x-signature'] ?? '';
    expect(isOver(text, signature, padding)).toBe(true);
    expect(isOver(`post${target}${body}`, signature)).toBe(false);
  });

  test.each<{ fault: XSignatureFault; form: RegExp; encoding: 'hex' | 'base64url' }>([
    { fault: 'hex', form: /^[0-9a-f]{512}$/, encoding: 'hex' },
    { fault: 'url-safe-alphabet', form: /^[\w-]{342}$/, encoding: 'base64url' },
  ])('$fault', ({ fault, form, encoding }) => {
    const signature = sign.xSignature({ ...request, fault }).headers['x-signature'] ?? '';
    expect(signature).toMatch(form);
    const base64 = Buffer.from(signature, encoding).toString('base64');
    expect(isOver(`post${target}${body}`, base64)).toBe(true);
  });
});

describe('a signed payload', () => {
  const payload = { data: { merchantUid: 'mer_demo', reference: 'ORDER-1', amountCents: 4200 } };
  const secret = 'pledg-demo-secret';
  // By openssl: printf %s "$header.$payload" | openssl dgst -sha256 -hmac pledg-demo-secret -binary
  const header = 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9';
  const claims =
    'eyJkYXRhIjp7Im1lcmNoYW50VWlkIjoibWVyX2RlbW8iLCJyZWZlcmVuY2UiOiJPUkRFUi0xIiwiYW1vdW50Q2VudHMiOjQyMDB9fQ';
  const signature = 'u9Jf03CWlMkASJxpNGQL3hhgLMMtmNlrLxX0Flv7E2E';
  const read = (text = '') => JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));

  test('is what openssl makes', () => {
    expect(sign.signedPayload({ payload, secret })).toBe(`${header}.${claims}.${signature}`);
  });

  test.each<{ fault: PayloadFault; parts: readonly unknown[] }>([
    { fault: 'wrong-secret', parts: [header, claims, expect.not.stringMatching(signature)] },
    { fault: 'alg-none', parts: [expect.not.stringMatching(header), claims, ''] },
    { fault: 'without-signature', parts: [header, claims, ''] },
    { fault: 'other-algorithm', parts: [expect.any(String), claims, expect.stringMatching(/^[\w-]{86}$/)] },
    { fault: 'altered-after-signing', parts: [header, expect.not.stringMatching(claims), signature] },
    {
      fault: 'hex-signature',
      parts: [header, claims, Buffer.from(signature, 'base64url').toString('hex')],
    },
  ])('$fault', ({ fault, parts }) => {
    expect(sign.signedPayload({ payload, secret, fault }).split('.')).toEqual(parts);
  });

  test('faults that are in what it says', () => {
    const [none] = sign.signedPayload({ payload, secret, fault: 'alg-none' }).split('.');
    expect(read(none)).toEqual({ alg: 'none', typ: 'JWT' });
    const [, past] = sign.signedPayload({ payload, secret, fault: 'exp-past' }).split('.');
    expect(read(past)).toEqual({ ...payload, exp: 1_000_000_000 });
  });
});

describe('a notification', () => {
  // By openssl dgst -sha256 of the texts written out, and with -hmac for the gateway's.
  test.each([
    {
      kind: 'pledg',
      secret: 'sEcReT',
      fields: {
        status: 'completed',
        created_at: '2026-01-02T03:04:05Z',
        error: '',
        id: 'p-1',
        reference: 'ORDER-1',
        sandbox: true,
      },
      signature: '20FC22B6182E90D51B84CB767D14A78AE643A570989B7C257F3ADB4AE7DDC1A8',
    },
    {
      kind: 'placetopay-checkout',
      secret: 'siteSecretKey',
      fields: { requestId: 42, status: { status: 'APPROVED', date: '2026-01-02T03:04:05-05:00' } },
      signature: 'sha256:a8f64d512d7e93adc89bfb34044e35c368d9f060fff8adbaf962359973c6797f',
    },
    {
      kind: 'placetopay-autopay',
      secret: 'merchant',
      fields: { id: 'c-1', type: 'ACTIVE', date: '2026-01-02T03:04:05Z' },
      signature: 'sha256:27ee377c148db3418ecbf2225e6ee81dbaf29a99cbf3f32b99d90ea7dd44cb14',
    },
  ] as const)('$kind holds its signature in the body', ({ kind, secret, fields, signature }) => {
    const { init } = sign.notification({ kind, secret, fields });
    expect(JSON.parse(init.body ?? '')).toEqual({ ...fields, signature });
  });

  test.each([
    {
      kind: 'placetopay-gateway',
      fields: { reference: 'ORDER-1' },
      signature: '481289f713a7572d8b196c0bfbda3b81ec9f369b5c581a880fd2dcc339152a7d',
    },
    {
      kind: 'placetopay-gateway-session',
      fields: { session: { id: 7, status: 'APPROVED' } },
      signature: 'e7ee2d70e0e99ab6a88df5cd7cc14bb07ff05aec9ed11950d12e64e6b2339332',
    },
  ] as const)('$kind holds its signature in a header', ({ kind, fields, signature }) => {
    const { headers, body } = sign.notification({ kind, secret: 'siteSecretKey', fields });
    expect(headers['x-signature']).toBe(signature);
    expect(body).toBe(JSON.stringify(fields));
  });

  test('of a transfer is its signature', () => {
    const { body } = sign.notification({ kind: 'pledg-transfer', secret: 's', fields: { reference: 'a' } });
    const signature = sign.signedPayload({ secret: 's', payload: { reference: 'a' } });
    expect(JSON.parse(body ?? '')).toEqual({ signature });
  });

  const signed = (fault?: NotificationFault) => {
    const fields = { reference: 'ORDER-1' };
    return sign.notification({ kind: 'placetopay-gateway', secret: 's', fields, fault }).headers[
      'x-signature'
    ];
  };
  test.each<{ fault: NotificationFault; signature: unknown }>([
    { fault: 'wrong-secret', signature: expect.not.stringMatching(signed() ?? '') },
    { fault: 'other-case', signature: signed()?.toUpperCase() },
    { fault: 'half-a-signature', signature: signed()?.slice(0, 32) },
  ])('$fault', ({ fault, signature }) => {
    expect(signed(fault)).toEqual(signature);
  });
});

test('what there is none of is told by name', () => {
  const none = 'none' as never;
  expect(() => sign.xSignature({ url: 'https://a', privateKey: '', fault: none })).toThrow(/pss/);
  expect(() => sign.signedPayload({ payload: {}, secret: '', fault: none })).toThrow(/alg-none/);
  expect(() => sign.notification({ kind: none, fields: {}, secret: '' })).toThrow(/pledg-transfer/);
  expect(() => sign.notification({ kind: 'pledg', fields: {}, secret: '', fault: none })).toThrow(
    /other-case/,
  );
});
