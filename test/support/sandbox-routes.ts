import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { basicOf, type CallAnswer, type CallOptions, call } from './call.ts';
import { placetopayAuth } from './placetopay-auth.ts';
import { formType, grant } from './sandbox-tokens.ts';

/** How a provider writes its errors. */
export type ErrorForm = 'smart2pay' | 'problem' | 'placetopay' | 'oauth';

export interface RouteOfSandbox {
  readonly form: ErrorForm;
  readonly path: string;
  readonly methods: readonly string[];
  /** Credentials that are right, or wrong by their secret. */
  readonly credentials: (tokens: Tokens, right: boolean) => Partial<CallOptions>;
  /** What a failed authentication is answered with. Default 401. */
  readonly failure?: number;
  /** Failures after which it is throttled. Default 10. */
  readonly guesses?: number;
  readonly reads?: 'json' | 'form' | 'auth';
  /** Over TLS, with this certificate. */
  readonly certificate?: 'client' | 'qwac';
}

export interface Tokens {
  readonly user: string;
  readonly client: string;
}

/** Where a sandbox is found, whichever it is. */
export interface Reached {
  readonly url: string;
  readonly tlsUrl?: string | undefined;
  readonly certificates?: { readonly folder: string } | undefined;
}

const basic = (id: string, secret: string) => (_tokens: Tokens, right: boolean) => ({
  headers: { authorization: basicOf(id, right ? secret : 'wrong') },
});
const site = basic('30201', 'hJ5RobYx9r7FfNwCvHY9LXHqqr+FEzrc7aJvQQk4Gaz1mg7Ryy');
const devApp = basic('ConnectPay', 'EasyBanking');
const partner = (_tokens: Tokens, right: boolean) => ({
  headers: { 'x-connectpay-api-key': basicOf('ConnectPay', right ? 'EasyBanking' : 'wrong') },
});
const user = ({ user }: Tokens, right: boolean) => ({
  headers: { authorization: `Bearer ${right ? user : 'forged'}`, 'psu-ip-address': '111.111.11.111' },
});
const client = ({ client }: Tokens, right: boolean) => ({
  headers: { authorization: `Bearer ${right ? client : 'forged'}` },
});
const tokenClient = (id: string, secret: string) => (tokens: Tokens, right: boolean) => ({
  headers: { ...formType, ...basic(id, secret)(tokens, right).headers },
  body: grant,
});
export const auth =
  (locale?: string) =>
  (_tokens: Tokens, right: boolean): Partial<CallOptions> => ({
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ auth: placetopayAuth(right ? {} : { secretKey: 'wrong' }), locale }),
  });

const smart2pay = (path: string, methods: readonly string[]): RouteOfSandbox => ({
  form: 'smart2pay',
  path: `/v1${path}`,
  methods,
  credentials: site,
  reads: 'json',
});
const problem = (
  path: string,
  methods: readonly string[],
  credentials: RouteOfSandbox['credentials'],
  more: Partial<RouteOfSandbox> = {},
): RouteOfSandbox => ({ form: 'problem', path, methods, credentials, ...more });
const placetopay = (path: string): RouteOfSandbox => ({
  form: 'placetopay',
  path,
  methods: ['POST'],
  credentials: auth(),
  reads: 'auth',
});
const token = (path: string, id: string, secret: string): RouteOfSandbox => ({
  form: 'oauth',
  path,
  methods: ['POST'],
  credentials: tokenClient(id, secret),
  reads: 'form',
});

// A token names nobody before it is proven: these failures count by address alone.
const tokenGuesses = { guesses: 100 };

/** Every route with credentials. */
export const routes: readonly RouteOfSandbox[] = [
  smart2pay('/methods', ['GET']),
  smart2pay('/methods/assigned/', ['GET']),
  smart2pay('/payments', ['GET', 'POST']),
  smart2pay('/payments/1/', ['GET']),
  smart2pay('/payments/1/capture', ['POST']),
  smart2pay('/payments/1/cancel', ['POST']),
  smart2pay('/payments/1/refunds', ['GET', 'POST']),
  smart2pay('/card/authenticate', ['POST']),
  token('/auth/v1/oauth2/token', 'ConnectPay', 'EasyBanking'),
  problem('/baas-sca/user-management/partner/users', ['GET', 'POST'], partner, { reads: 'json' }),
  problem('/baas-sca/user-management/partner/tokens', ['POST'], partner, { reads: 'json' }),
  problem('/baas-sca/user-management/client/users/me', ['GET'], user, tokenGuesses),
  problem('/baas-sca/user-management/client/users/logout', ['POST'], user, tokenGuesses),
  problem('/connectpay/mtls/accounts', ['GET'], devApp, { certificate: 'client' }),
  problem('/connectpay/psd2/accounts', ['GET'], () => ({}), { certificate: 'qwac' }),
  problem('/connectpay/psd2/payments', ['POST'], () => ({}), { certificate: 'qwac' }),
  token('/api/token', 'your_key', 'your_secret'),
  problem('/api/users/me', ['GET'], basic('random@domain.com', 'john123')),
  problem('/api/purchases/p1/credit_by_transfer', ['POST'], client, tokenGuesses),
  problem('/api/purchases/p1/release', ['POST'], client, tokenGuesses),
  token('/oauth/token', 'your_key', 'your_secret'),
  placetopay('/api/session'),
  placetopay('/api/session/1'),
  placetopay('/api/session/1/cancel'),
  placetopay('/api/collect'),
  placetopay('/api/reverse'),
  placetopay('/api/transaction'),
  placetopay('/gateway/information'),
  placetopay('/gateway/process'),
  placetopay('/gateway/query'),
  placetopay('/api/payment-link'),
  { ...placetopay('/autopay/session'), failure: 400 },
];

/** One request to a route, with its certificate where it wants one. */
export function callRoute(
  { url, tlsUrl, certificates }: Reached,
  { path, certificate }: Pick<RouteOfSandbox, 'path' | 'certificate'>,
  { body = '', ...rest }: CallOptions,
): Promise<CallAnswer> {
  // Node.js says nothing of the body of a GET or DELETE by itself.
  const options = { ...rest, body, headers: { ...rest.headers, 'content-length': Buffer.byteLength(body) } };
  if (!certificate) return call(url + path, options);
  const read = (name: string) => readFileSync(`${certificates?.folder}/${name}.pem`);
  const identity = { cert: read(`${certificate}-chain`), key: read(`${certificate}-key`) };
  return call(`${tlsUrl}${path}`, { ca: read('ca'), agent: false, ...identity, ...options });
}

/** That an error is written as its provider writes errors. */
export function expectForm(answer: CallAnswer, form: ErrorForm, status: number, message?: RegExp): void {
  expect(answer.status, answer.text).toBe(status);
  expect(answer.headers['cache-control']).toContain('no-store');
  const type = form === 'problem' ? 'application/problem+json' : 'application/json';
  expect(String(answer.headers['content-type']).split(';', 1)).toEqual([type]);
  const text = message ? expect.stringMatching(message) : expect.stringMatching(/./);
  expect(answer.json).toEqual(bodyOf(form, status, text));
}

function bodyOf(form: ErrorForm, status: number, text: unknown): unknown {
  switch (form) {
    case 'smart2pay':
      return { Message: text };
    case 'problem':
      return expect.objectContaining({ type: 'about:blank', title: text, status });
    case 'oauth':
      return { error: text, error_description: expect.stringMatching(/./) };
    case 'placetopay':
      return {
        status: {
          status: 'FAILED',
          reason: status,
          message: text,
          date: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/),
        },
      };
  }
}
