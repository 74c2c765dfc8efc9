import { STATUS_CODES } from 'node:http';
import { describe, expect, test } from 'vitest';
import { inboundRequest } from '../../../../test/support/inbound-request.ts';
import type { Verifier } from '../verifier/verifier.ts';
import type { Reason } from './reason.ts';
import { challenge, problemDetails, publicDetailOf, refusalHeaders, refusalOf, statusOf } from './refusal.ts';
import { absent, type NotAccepted, rejected, unavailable } from './verdict.ts';

const CHALLENGE = 'Basic realm="Test"';

/** Every reason there is: a new one does not compile until it stands here, with what a stranger may be told. */
const expected: Record<Reason, { status: number; told: boolean }> = {
  'credentials-malformed': { status: 401, told: false },
  'account-unknown': { status: 401, told: false },
  'proof-mismatch': { status: 401, told: false },
  'digest-not-allowed': { status: 401, told: false },
  'account-inactive': { status: 403, told: true },
  'account-expired': { status: 403, told: true },
  'credentials-expired': { status: 403, told: true },
  'address-not-allowed': { status: 403, told: true },
  'insecure-transport': { status: 403, told: true },
  'host-not-allowed': { status: 421, told: true },
  'identity-conflict': { status: 403, told: true },
  throttled: { status: 429, told: true },
  'body-too-large': { status: 413, told: true },
  replayed: { status: 401, told: true },
  'seed-outside-window': { status: 401, told: true },
  'seed-before-watermark': { status: 401, told: true },
  'token-malformed': { status: 401, told: false },
  'token-algorithm-not-allowed': { status: 401, told: false },
  'token-key-unknown': { status: 401, told: false },
  'token-expired': { status: 401, told: true },
  'token-not-yet-valid': { status: 401, told: true },
  'token-lifetime-too-long': { status: 401, told: true },
  'token-claim-missing': { status: 401, told: true },
  'token-claim-mismatch': { status: 401, told: true },
  'token-revoked': { status: 401, told: true },
  'scope-insufficient': { status: 403, told: true },
  'psu-ip-absent': { status: 400, told: true },
  'psu-ip-malformed': { status: 400, told: true },
  'psu-ip-not-public': { status: 400, told: true },
  'psu-ip-mismatch': { status: 403, told: true },
  'certificate-malformed': { status: 401, told: true },
  'certificate-untrusted': { status: 401, told: true },
  'certificate-not-yet-valid': { status: 401, told: true },
  'certificate-expired': { status: 401, told: true },
  'certificate-revoked': { status: 401, told: true },
  'certificate-status-unknown': { status: 401, told: true },
  'certificate-not-attached': { status: 401, told: true },
  'certificate-not-qualified': { status: 403, told: true },
  'role-missing': { status: 403, told: true },
};

const reasons = Object.entries(expected).map(([reason, told]) => ({ reason: reason as Reason, ...told }));

describe('problem details', () => {
  test.each(reasons)('$reason: $status, told: $told', ({ reason, status, told }) => {
    const verdict = rejected(reason, 'site-30201');
    const refusal = problemDetails(verdict);
    const body = JSON.parse(refusal.body) as Record<string, unknown>;
    expect(refusal.status).toBe(status);
    expect(statusOf(verdict)).toBe(status);
    const title = STATUS_CODES[status];
    expect(body).toMatchObject({ type: 'about:blank', title, status, detail: publicDetailOf(verdict) });
    expect(body.reason).toBe(told ? reason : undefined);
    expect(refusal.body).not.toContain('30201');
    expect(refusal.headers).toEqual({
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
    });
  });

  test('a stranger gets the same bytes whatever was wrong with the credentials', () => {
    const uniform: NotAccepted[] = [
      absent,
      ...reasons.filter(({ told }) => !told).map(({ reason }) => rejected(reason, 'site')),
    ];
    const answers = uniform.map((verdict) => JSON.stringify(problemDetails(verdict, [CHALLENGE])));
    expect(new Set(answers)).toEqual(
      new Set([
        JSON.stringify({
          status: 401,
          headers: {
            'content-type': 'application/problem+json',
            'cache-control': 'no-store',
            'www-authenticate': [CHALLENGE],
          },
          body: '{"type":"about:blank","title":"Unauthorized","status":401,"detail":"The credentials are missing, malformed or wrong."}',
        }),
      ]),
    );
    expect(answers.length).toBeGreaterThan(6);
  });

  test('what could not be checked is 503, and says nothing of its cause', () => {
    const refusal = problemDetails(unavailable(new Error('connect ECONNREFUSED 10.0.0.5:5432')));
    expect(refusal).toEqual({
      status: 503,
      headers: {
        'content-type': 'application/problem+json',
        'cache-control': 'no-store',
        'retry-after': '1',
      },
      body: '{"type":"about:blank","title":"Service Unavailable","status":503,"detail":"The credentials cannot be checked at the moment."}',
    });
  });
});

describe('headers of every refusal', () => {
  test.each([
    { verdict: absent, retryAfter: undefined },
    { verdict: rejected('proof-mismatch'), retryAfter: undefined },
    { verdict: unavailable('cause'), retryAfter: '1' },
    { verdict: unavailable('cause', 30), retryAfter: '30' },
    { verdict: unavailable('cause', 1.2), retryAfter: '2' },
    { verdict: unavailable('cause', 0), retryAfter: '1' },
    { verdict: { ...rejected('throttled'), retryAfter: 59.5 }, retryAfter: '60' },
  ])('$verdict.outcome $verdict.retryAfter: Retry-After $retryAfter', ({ verdict, retryAfter }) => {
    expect(refusalHeaders(verdict)).toEqual({
      'cache-control': 'no-store',
      ...(retryAfter !== undefined && { 'retry-after': retryAfter }),
    });
  });

  test('challenges, one an item', () => {
    expect(refusalHeaders(absent, [CHALLENGE, 'Bearer'])).toMatchObject({
      'www-authenticate': [CHALLENGE, 'Bearer'],
    });
  });
});

describe('how a verifier refuses', () => {
  const verifier: Verifier = {
    scheme: 'test',
    verify: async () => absent,
    challenges: (verdict) => (verdict.outcome === 'absent' ? [CHALLENGE] : []),
  };

  test('by problem details with its challenges, unless it has words of its own', () => {
    const request = inboundRequest();
    expect(refusalOf(verifier, absent, request)).toEqual(problemDetails(absent, [CHALLENGE]));
    const own = { status: 418, headers: {}, body: 'own' };
    expect(refusalOf({ ...verifier, refuse: () => own }, absent, request)).toBe(own);
  });
});

describe('a challenge', () => {
  test.each([
    { scheme: 'Bearer', parameters: {}, text: 'Bearer' },
    { scheme: 'Basic', parameters: { realm: 'A' }, text: 'Basic realm="A"' },
    {
      scheme: 'Basic',
      parameters: { realm: 'A', charset: 'UTF-8' },
      text: 'Basic realm="A", charset="UTF-8"',
    },
    { scheme: 'Bearer', parameters: { realm: 'A', scope: undefined }, text: 'Bearer realm="A"' },
    { scheme: 'Basic', parameters: { realm: 'say "hi"' }, text: String.raw`Basic realm="say \"hi\""` },
    { scheme: 'Basic', parameters: { realm: String.raw`a\"b` }, text: String.raw`Basic realm="a\\\"b"` },
    { scheme: 'Basic', parameters: { realm: '' }, text: 'Basic realm=""' },
  ])('$text', ({ scheme, parameters, text }) => {
    expect(challenge(scheme, parameters)).toBe(text);
  });
});
