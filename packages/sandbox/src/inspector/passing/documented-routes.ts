import type { AccountGroup } from '../../state/accounts.ts';
import type { ExampleBody } from './passing-request.ts';

/** How a route wants its caller to be known. */
export type RouteCredential =
  | 'basic'
  | 'api-key'
  | 'pledg-token'
  | 'user-token'
  | 'username-token'
  | 'mutual-tls'
  | 'qwac';

/** `soap-message`: one that names the account in its header. */
export type RouteBody = Exclude<ExampleBody, { type: 'soap' }> | { readonly type: 'soap-message' };

export interface DocumentedRoute {
  /** As the log names it. */
  readonly provider: string;
  readonly method: string;
  /** With `:name` for what is the caller's. */
  readonly path: string;
  readonly group: AccountGroup;
  readonly credential: RouteCredential;
  readonly body?: RouteBody;
}

const grant: RouteBody = { type: 'form', text: 'grant_type=client_credentials' };
const json = (value: Record<string, unknown>): RouteBody => ({ type: 'json', value });

const amount = { currency: 'COP', total: 10_000 };
const checkout = json({
  payment: { reference: 'order-1', description: 'One order', amount },
  returnUrl: 'https://example.com/return',
  ipAddress: '127.0.0.1',
  userAgent: 'example',
});

function smart2pay(method: string, path: string, body?: RouteBody): DocumentedRoute {
  return {
    provider: 'smart2pay',
    method,
    path,
    group: 'smart2pay',
    credential: 'basic',
    ...(body && { body }),
  };
}

function connectpay(
  method: string,
  path: string,
  credential: RouteCredential,
  body?: RouteBody,
): DocumentedRoute {
  return { provider: 'connectpay', method, path, group: 'connectpay', credential, ...(body && { body }) };
}

function placetopay(path: string, body: RouteBody): DocumentedRoute {
  return {
    provider: 'placetopay',
    method: 'POST',
    path,
    group: 'placetopay',
    credential: 'username-token',
    body,
  };
}

/** The routes of the mock providers that a passing request is known for. The first of a provider is its simplest. */
export const DOCUMENTED_ROUTES: readonly DocumentedRoute[] = [
  smart2pay('GET', '/v1/methods/'),
  smart2pay('GET', '/v1/methods/assigned/'),
  smart2pay('GET', '/v1/payments/'),
  smart2pay(
    'POST',
    '/v1/payments',
    json({
      Payment: {
        MerchantTransactionID: 'order-1',
        Amount: 1000,
        Currency: 'EUR',
        ReturnURL: 'https://example.com/return',
      },
    }),
  ),
  smart2pay('GET', '/v1/payments/:id/'),
  smart2pay('POST', '/v1/payments/:id/capture'),
  smart2pay('POST', '/v1/payments/:id/cancel'),
  smart2pay('GET', '/v1/payments/:id/refunds'),
  smart2pay('POST', '/v1/payments/:id/refunds', json({ Refund: { Amount: 1000 } })),
  smart2pay('POST', '/v1/card/authenticate', json({})),

  connectpay('GET', '/baas-sca/user-management/partner/users', 'api-key'),
  connectpay('POST', '/baas-sca/user-management/partner/users', 'api-key', json({ name: 'A user' })),
  connectpay('POST', '/baas-sca/user-management/partner/tokens', 'api-key', json({ userId: 'user-1' })),
  connectpay('GET', '/baas-sca/user-management/client/users/me', 'user-token'),
  connectpay('POST', '/baas-sca/user-management/client/users/logout', 'user-token'),
  connectpay('POST', '/auth/v1/oauth2/token', 'basic', grant),
  connectpay('GET', '/connectpay/mtls/accounts', 'mutual-tls'),
  connectpay('GET', '/connectpay/psd2/accounts', 'qwac'),

  { provider: 'pledg', method: 'POST', path: '/api/token', group: 'pledg', credential: 'basic', body: grant },
  { provider: 'pledg', method: 'GET', path: '/api/users/me', group: 'pledgDashboard', credential: 'basic' },
  ...['credit_by_transfer', 'release'].map(
    (action): DocumentedRoute => ({
      provider: 'pledg',
      method: 'POST',
      path: `/api/purchases/:uid/${action}`,
      group: 'pledg',
      credential: 'pledg-token',
    }),
  ),

  {
    provider: 'oauth',
    method: 'POST',
    path: '/oauth/token',
    group: 'pledg',
    credential: 'basic',
    body: grant,
  },

  placetopay('/api/session', checkout),
  placetopay('/api/session/:requestId', json({})),
  placetopay('/api/session/:requestId/cancel', json({})),
  placetopay(
    '/api/collect',
    json({ instrument: { token: { token: 'card-token' } }, payment: { reference: 'order-1', amount } }),
  ),
  placetopay('/api/reverse', json({ internalReference: 1 })),
  placetopay('/api/transaction', json({ internalReference: 1, action: 'reverse' })),
  placetopay('/api/payment-link', json({ payment: { reference: 'order-1', amount } })),
  placetopay('/gateway/information', json({ payment: { reference: 'order-1', amount } })),
  placetopay('/gateway/process', json({ payment: { reference: 'order-1', amount } })),
  placetopay('/gateway/query', json({ internalReference: 1 })),
  placetopay('/soap/redirect', { type: 'soap-message' }),
  placetopay('/autopay/session', json({ reference: 'contract-1' })),
];

export interface FoundRoute {
  readonly route: DocumentedRoute;
  /** The route's path with what the caller had in it. */
  readonly path: string;
  /** Whether it is the very route that was called: method, path and all. */
  readonly exact: boolean;
}

/** The documented route that was meant: this one, else this path with its own method, else the provider's nearest. */
export function findRoute(provider: string, method: string, target: string): FoundRoute | undefined {
  const [called = ''] = target.split(/[?#]/, 1);
  const own = DOCUMENTED_ROUTES.filter((route) => route.provider === provider);
  const there = own.flatMap((route) => {
    const path = pathFor(route.path, called);
    return path === undefined ? [] : [{ route, path }];
  });
  const exact = there.find(({ route }) => route.method === method);
  if (exact) return { ...exact, exact: true };
  const [nearest] = own
    .filter(({ path }) => !path.includes(':'))
    .sort((a, b) => sharedParts(b.path, called) - sharedParts(a.path, called));
  const found = there[0] ?? (nearest && { route: nearest, path: nearest.path });
  return found && { ...found, exact: false };
}

/** How many parts two paths have in common from the start. */
function sharedParts(path: string, other: string): number {
  const others = other.split('/');
  const parts = path.split('/');
  const differs = parts.findIndex((part, index) => part !== others[index]);
  return differs < 0 ? parts.length : differs;
}

/** What may stand for a parameter: the path goes into programs that somebody runs. */
const PARAMETER = /^[A-Za-z0-9_-]{1,64}$/;

/** The template with the caller's parameters; `undefined` where the path called is another. */
function pathFor(template: string, called: string): string | undefined {
  const wanted = template.split('/');
  const given = called.replace(/\/$/, '').split('/');
  if (template.endsWith('/')) wanted.pop();
  if (wanted.length !== given.length) return undefined;
  const parts = wanted.map((part, index) => {
    const actual = given[index] ?? '';
    if (part.startsWith(':')) return PARAMETER.test(actual) ? actual : undefined;
    // Express matches paths in either case.
    return part.toLowerCase() === actual.toLowerCase() ? part : undefined;
  });
  if (parts.includes(undefined)) return undefined;
  return parts.join('/') + (template.endsWith('/') ? '/' : '');
}
