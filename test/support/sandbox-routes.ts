import { readFileSync } from 'node:fs';
import { readEnvelope } from '@countersign/username-token';
import { expect } from 'vitest';
import { basicOf, type CallAnswer, type CallOptions, call } from './call.ts';
import { placetopayAuth } from './placetopay-auth.ts';
import { formType, grant } from './sandbox-tokens.ts';
import { signRequest } from './sign-request.ts';
import { signedToken } from './signed-token.ts';
import { envelope } from './soap-envelope.ts';

/** How a provider writes its errors. */
export type ErrorForm = 'smart2pay' | 'problem' | 'placetopay' | 'oauth' | 'soap';

export interface RouteOfSandbox {
  readonly form: ErrorForm;
  readonly path: string;
  readonly methods: readonly string[];
  /** What `Allow` says, where a method is left out of `methods`: one that takes no credentials. */
  readonly allow?: string;
  /** Credentials that are right, or wrong by their secret. */
  readonly credentials: (tokens: Tokens, right: boolean) => Partial<CallOptions>;
  /** What a failed authentication is answered with. Default 401. */
  readonly failure?: number;
  /** Failures after which it is throttled. Default 10. */
  readonly guesses?: number;
  readonly reads?: 'json' | 'form' | 'auth';
  /** Headers that sign what is sent, whatever it is. */
  readonly sign?: (reached: Reached, body: string | Uint8Array) => Record<string, string>;
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

/** The body has no white space where the signature is to be right. */
const merchantSignature: RouteOfSandbox['sign'] = ({ url, certificates }, body) => ({
  'x-signature': signRequest({
    url: `${new URL(url).host}/merchant/payments`,
    body: body.toString(),
    key: readFileSync(`${certificates?.folder}/merchant-rsa-key.pem`, 'utf8'),
  }),
});
const merchantQuery = (path: string) => (_tokens: Tokens, right: boolean) => ({
  path: `${path}?signature=${signedToken({
    header: { alg: 'HS256', typ: 'JWT' },
    claims: { data: { merchantUid: 'mer_demo', reference: 'R-1' } },
    key: right ? 'pledg-demo-secret' : 'wrong',
  })}`,
});
const soapMessage = (_tokens: Tokens, right: boolean) => ({
  headers: { 'content-type': 'text/xml; charset=utf-8' },
  body: envelope({ auth: placetopayAuth(right ? {} : { secretKey: 'wrong' }) }),
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
  problem('/merchant/payments', ['POST'], devApp, { reads: 'json', sign: merchantSignature }),
  token('/api/token', 'your_key', 'your_secret'),
  problem('/api/users/me', ['GET'], basic('random@domain.com', 'john123')),
  problem('/api/purchases/p1/credit_by_transfer', ['POST'], client, tokenGuesses),
  problem('/api/purchases/p1/release', ['POST'], client, tokenGuesses),
  problem('/purchase', ['GET'], merchantQuery('/purchase')),
  problem('/api/purchase_link/', ['POST'], merchantQuery('/api/purchase_link/'), { reads: 'auth' }),
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
  {
    form: 'soap',
    path: '/soap/redirect',
    methods: ['POST'],
    allow: 'GET, POST',
    credentials: soapMessage,
    failure: 500,
    reads: 'auth',
  },
];

/** One request to a route, with its certificate where it wants one, and signed where it wants that. */
export function callRoute(
  reached: Reached,
  { path, certificate, sign }: Pick<RouteOfSandbox, 'path' | 'certificate' | 'sign'>,
  { body = '', ...rest }: CallOptions,
): Promise<CallAnswer> {
  const { url, tlsUrl, certificates } = reached;
  // Node.js says nothing of the body of a GET or DELETE by itself.
  const length = { 'content-length': Buffer.byteLength(body) };
  const options = { ...rest, body, headers: { ...rest.headers, ...length, ...sign?.(reached, body) } };
  if (!certificate) return call(url + path, options);
  const read = (name: string) => readFileSync(`${certificates?.folder}/${name}.pem`);
  const identity = { cert: read(`${certificate}-chain`), key: read(`${certificate}-key`) };
  return call(`${tlsUrl}${path}`, { ca: read('ca'), agent: false, ...identity, ...options });
}

/** That an error is written as its provider writes errors. */
export function expectForm(answer: CallAnswer, form: ErrorForm, status: number, message?: RegExp): void {
  expect(answer.status, answer.text).toBe(status);
  expect(answer.headers['cache-control']).toContain('no-store');
  expect(String(answer.headers['content-type']).split(';', 1)).toEqual([CONTENT_TYPES[form]]);
  const text = message ? expect.stringMatching(message) : expect.stringMatching(/./);
  if (form === 'soap') expectFault(answer.text, text);
  else expect(answer.json).toEqual(bodyOf(form, status, text));
}

const CONTENT_TYPES: Record<ErrorForm, string> = {
  smart2pay: 'application/json',
  problem: 'application/problem+json',
  placetopay: 'application/json',
  oauth: 'application/json',
  soap: 'text/xml',
};

function expectFault(xml: string, text: unknown): void {
  expect(readEnvelope(Buffer.from(xml))?.version).toBe('1.1');
  const fault = /<SOAP-ENV:Fault><faultcode>(SOAP-ENV:\w+)<\/faultcode><faultstring>([^<]+)</.exec(xml);
  expect(fault?.slice(1), xml).toEqual([expect.stringMatching(/:(Client|Server)$/), text]);
}

function bodyOf(form: Exclude<ErrorForm, 'soap'>, status: number, text: unknown): unknown {
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
