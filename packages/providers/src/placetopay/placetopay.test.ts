import {
  memoryDirectory,
  memoryReplayGuard,
  type NotAccepted,
  type Reason,
  rejected,
  unavailable,
} from '@countersign/core';
import { describe, expect, test } from 'vitest';
import { inboundRequest } from '../../../../test/support/inbound-request.ts';
import { placetopayAuth } from '../../../../test/support/placetopay-auth.ts';
import { authenticationCodeOf } from './authentication-code.ts';
import { placetopayDate, placetopayError, placetopayLanguage } from './error.ts';
import { type PlacetopayOptions, placetopay } from './placetopay.ts';

const seed = '2026-01-02T03:04:05Z';
const clock = () => Date.parse(seed);
const options = (more: Partial<PlacetopayOptions> = {}): PlacetopayOptions => ({
  directory: memoryDirectory([{ id: 'siteLogin', secrets: ['siteSecretKey'], addresses: ['192.0.2.1'] }]),
  replay: memoryReplayGuard({ clock }),
  clock,
  ...more,
});

async function refusalTo(json: unknown, more: Partial<PlacetopayOptions> = {}, parts = {}) {
  const verifier = placetopay(options(more));
  const request = inboundRequest({ json, ...parts });
  const verdict = await verifier.verify(request);
  if (verdict.outcome === 'accepted') throw new Error('accepted');
  const refusal = verifier.refuse?.(verdict, request);
  return { ...refusal, json: JSON.parse(refusal?.body ?? '') };
}

describe('the code of a verdict', () => {
  test.each<{ verdict: NotAccepted; code: number | undefined }>([
    { verdict: { outcome: 'absent' }, code: 100 },
    { verdict: unavailable(new Error('down')), code: undefined },
  ])('$verdict.outcome: $code', ({ verdict, code }) => {
    expect(authenticationCodeOf(verdict)).toBe(code);
  });

  test.each<{ reason: Reason; code: number | undefined }>([
    { reason: 'account-unknown', code: 101 },
    { reason: 'proof-mismatch', code: 102 },
    { reason: 'digest-not-allowed', code: 102 },
    { reason: 'seed-outside-window', code: 103 },
    { reason: 'seed-before-watermark', code: 103 },
    { reason: 'replayed', code: 103 },
    { reason: 'account-inactive', code: 104 },
    { reason: 'account-expired', code: 105 },
    { reason: 'credentials-expired', code: 106 },
    { reason: 'credentials-malformed', code: 107 },
    { reason: 'address-not-allowed', code: undefined },
    { reason: 'insecure-transport', code: undefined },
    { reason: 'body-too-large', code: undefined },
    { reason: 'throttled', code: undefined },
  ])('$reason: $code', ({ reason, code }) => {
    expect(authenticationCodeOf(rejected(reason))).toBe(code);
  });
});

describe('what is no matter of the username token has a status object too', () => {
  const auth = () => placetopayAuth({ seed });
  const failing = {
    find: () => {
      throw new Error('the store is down');
    },
  };

  test.each([
    { what: 'an address that is not on the list', status: 403, message: 'Acceso denegado' },
    {
      what: 'plain HTTP, where TLS is required',
      more: { requireTls: true },
      parts: { transport: { secure: false } },
      status: 403,
      message: 'Acceso denegado',
    },
    {
      what: 'a body past the bound',
      parts: { body: { kind: 'too-large' } },
      status: 413,
      message: 'Petición demasiado grande',
    },
    {
      what: 'a directory that fails',
      more: { directory: failing },
      status: 503,
      message: 'Servicio no disponible',
      retryAfter: '1',
    },
  ])('$what: $status', async ({ more = {}, parts = {}, status, message, retryAfter }) => {
    const refusal = await refusalTo({ auth: auth() }, more, parts);
    expect(refusal.status).toBe(status);
    expect(refusal.json).toEqual({
      status: { status: 'FAILED', reason: status, message, date: '2026-01-02T03:04:05+00:00' },
    });
    expect(refusal.headers).toEqual({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      ...(retryAfter !== undefined && { 'retry-after': retryAfter }),
    });
  });

  test('what failed stays inside', async () => {
    const { body } = await refusalTo({ auth: auth() }, { directory: failing });
    expect(body).not.toContain('store');
  });

  test('too many attempts are 429, in English where that is asked for', () => {
    const verifier = placetopay(options());
    const refusal = verifier.refuse?.(
      { outcome: 'rejected', reason: 'throttled', retryAfter: 30 },
      inboundRequest(),
    );
    expect(refusal).toMatchObject({ status: 429, headers: { 'retry-after': '30' } });
    expect(JSON.parse(placetopayError(429, 'en', clock).body).status.message).toBe('Too many requests');
  });
});

describe('the status of a failed authentication', () => {
  test('is 401 with a challenge, unless another is configured', async () => {
    const { status, headers } = await refusalTo({});
    expect(status).toBe(401);
    expect(headers?.['www-authenticate']).toEqual(['WSSE realm="Placetopay", profile="UsernameToken"']);
  });

  test('has a challenge for what an account is told of itself, too', async () => {
    const directory = memoryDirectory([{ id: 'siteLogin', secrets: ['siteSecretKey'], status: 'inactive' }]);
    const { status, headers, json } = await refusalTo({ auth: placetopayAuth({ seed }) }, { directory });
    expect([status, json.status.message]).toEqual([401, 'Autenticación fallida 104']);
    expect(headers?.['www-authenticate']).toEqual(['WSSE realm="Placetopay", profile="UsernameToken"']);
  });

  test('is 400 without one for AutoPay', async () => {
    const { status, headers, json } = await refusalTo({}, { failureStatus: 400 });
    expect([status, json.status.reason]).toEqual([400, 400]);
    expect(headers).not.toHaveProperty('www-authenticate');
  });

  test('is one of these two', () => {
    const failureStatus = 500 as 400;
    expect(() => placetopay(options({ failureStatus }))).toThrow(TypeError);
    expect(() => placetopay(options({ failureStatus }))).toThrow('failureStatus must be 401');
  });
});

describe('the language', () => {
  test.each([
    { locale: 'en', language: 'en' },
    { locale: 'en_US', language: 'en' },
    { locale: 'EN-gb', language: 'en' },
    { locale: 'es_CO', language: 'es' },
    { locale: 'eng', language: 'es' },
    { locale: '', language: 'es' },
    { locale: ['en'], language: 'es' },
    { locale: 7, language: 'es' },
    { locale: undefined, language: 'es' },
  ])('of the locale $locale is $language', async ({ locale, language }) => {
    expect(placetopayLanguage({ locale })).toBe(language);
    const message = { es: 'Autenticación fallida 100', en: 'Authentication failed 100' }[language];
    expect((await refusalTo({ locale })).json.status.message).toBe(message);
  });

  test.each([null, 'en', ['en'], 7])('of a body that is %j is Spanish', (body) => {
    expect(placetopayLanguage(body)).toBe('es');
  });
});

test('a date is written with seconds and a numeric zone', () => {
  expect(placetopayDate(Date.parse('2026-01-02T03:04:05.999Z'))).toBe('2026-01-02T03:04:05+00:00');
});
