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
  | 'qwac'
  | 'rsa-signature'
  | 'signed-parameters';

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

function pledgMerchant(method: string, path: string): DocumentedRoute {
  return { provider: 'pledg', method, path, group: 'pledgMerchants', credential: 'signed-parameters' };
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
  connectpay(
    'POST',
    '/merchant/payments',
    'rsa-signature',
    json({ amount: '10.00', currency: 'EUR', description: 'One order' }),
  ),

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
  pledgMerchant('GET', '/purchase'),
  pledgMerchant('POST', '/api/purchase_link/'),

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
