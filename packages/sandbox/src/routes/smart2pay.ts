import { STATUS_CODES } from 'node:http';
import { authOf, guard, sendAnswer } from '@countersign/express';
import { smart2pay, smart2payError } from '@countersign/providers';
import { type Request, Router } from 'express';
import type { SandboxState } from '../state/sandbox-state.ts';
import { failed, jsonBody, methodNotAllowed, notFound } from './answering.ts';
import { boundedStore } from './bounded-store.ts';
import { originOf } from './origin.ts';

interface Payment {
  readonly ID: number;
  readonly Amount: unknown;
  readonly Currency: unknown;
  Status: { ID: number; Info: string; Reasons: unknown[] };
}

interface Refund {
  readonly ID: number;
  readonly PaymentID: number;
}

const methods = [method(1, 'Bank transfer'), method(2, 'Online banking'), method(6, 'Credit card')];

/** Mock Smart2Pay: every route takes `Basic SiteID:APIKey`. */
export function smart2payRoutes({ log, directories, clock, guarded }: SandboxState): Router {
  const verifier = guarded(smart2pay({ directory: directories.smart2pay, clock }));
  const error = (status: number) => smart2payError(status, STATUS_CODES[status] ?? 'Error');
  const siteOf = (request: Request) => authOf(request, verifier).principal.account;
  const payments = boundedStore<Payment>();
  const refunds = boundedStore<Refund>();

  const router = Router();
  const protectedRoutes = Router();
  router.use('/v1', log.record('smart2pay'), guard(verifier, { observe: log.observe }), protectedRoutes);
  protectedRoutes.use(jsonBody(error));

  protectedRoutes
    .route(['/methods', '/methods/assigned'])
    .get((_request, response) => void response.json({ Methods: methods }))
    .all(methodNotAllowed(error, 'GET'));

  protectedRoutes
    .route('/payments')
    .get((request, response) => void response.json({ Payments: payments.list(siteOf(request)) }))
    .post((request, response) => {
      const wanted = objectIn(request.body, 'Payment');
      if (!wanted) return sendAnswer(response, smart2payError(400, 'Payment must be an object'));
      const site = siteOf(request);
      const payment = payments.add(site, (id) => ({
        ID: id,
        MerchantTransactionID: wanted.MerchantTransactionID ?? null,
        Amount: wanted.Amount ?? null,
        Currency: wanted.Currency ?? null,
        ReturnURL: wanted.ReturnURL ?? null,
        SiteID: Number(site),
        Status: { ID: 1, Info: 'Open', Reasons: [] },
        RedirectURL: `${originOf(request)}/v1/redirect/${id}`,
      }));
      response.status(201).json({ Payment: payment });
    })
    .all(methodNotAllowed(error, 'GET', 'POST'));

  protectedRoutes.param('id', (request, response, next, id) => {
    if (payments.find(siteOf(request), id)) return next();
    return sendAnswer(response, error(404));
  });
  const paymentOf = (request: Request) => payments.find(siteOf(request), request.params.id) as Payment;

  protectedRoutes
    .route('/payments/:id')
    .get((request, response) => void response.json({ Payment: paymentOf(request) }))
    .all(methodNotAllowed(error, 'GET'));

  for (const [action, status] of [
    ['capture', { ID: 11, Info: 'Captured', Reasons: [] }],
    ['cancel', { ID: 3, Info: 'Cancelled', Reasons: [] }],
  ] as const) {
    protectedRoutes
      .route(`/payments/:id/${action}`)
      .post((request, response) => {
        const payment = paymentOf(request);
        payment.Status = { ...status, Reasons: [] };
        response.json({ Payment: payment });
      })
      .all(methodNotAllowed(error, 'POST'));
  }

  protectedRoutes
    .route('/payments/:id/refunds')
    .get((request, response) => {
      const { ID } = paymentOf(request);
      response.json({ Refunds: refunds.list(siteOf(request)).filter(({ PaymentID }) => PaymentID === ID) });
    })
    .post((request, response) => {
      const payment = paymentOf(request);
      const wanted = objectIn(request.body, 'Refund');
      const refund = refunds.add(siteOf(request), (id) => ({
        ID: id,
        PaymentID: payment.ID,
        Amount: wanted?.Amount ?? payment.Amount,
        Currency: wanted?.Currency ?? payment.Currency,
        Status: { ID: 1, Info: 'Open', Reasons: [] },
      }));
      response.status(201).json({ Refund: refund });
    })
    .all(methodNotAllowed(error, 'GET', 'POST'));

  protectedRoutes
    .route('/card/authenticate')
    .post((_request, response) => {
      response.json({ CardAuthentication: { Status: { ID: 2, Info: 'Success', Reasons: [] } } });
    })
    .all(methodNotAllowed(error, 'POST'));

  router.use('/v1', notFound(error), failed(error));
  return router;
}

function method(id: number, name: string) {
  return {
    ID: id,
    DisplayName: name,
    Description: `${name} (sandbox)`,
    LogoURL: `https://sandbox.example/logo/${id}.png`,
    Guaranteed: false,
    Active: true,
  };
}

function objectIn(body: unknown, key: string): Record<string, unknown> | undefined {
  const value =
    typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[key] : undefined;
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}
