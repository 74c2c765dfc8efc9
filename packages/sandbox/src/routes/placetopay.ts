import { authOf, guard, sendAnswer } from '@countersign/express';
import { placetopay, placetopayDate, placetopayError, placetopayLanguage } from '@countersign/providers';
import { type Request, type RequestHandler, Router } from 'express';
import { placetopaySoapRoutes } from '../soap/soap-routes.ts';
import type { PlacetopaySession } from '../state/placetopay-session.ts';
import type { SandboxState } from '../state/sandbox-state.ts';
import { failed, methodNotAllowed, notFound } from './answering.ts';
import { boundedStore } from './bounded-store.ts';
import { originOf } from './origin.ts';

// Paths under /api that belong to nobody answer as Placetopay, whose clients read a status object everywhere.
const PREFIXES = ['/api', '/gateway', '/autopay'];

/** Mock Placetopay: every route is a POST with `auth` in its JSON body. */
export function placetopayRoutes(state: SandboxState): Router {
  const { log, directories, clock, replay, guarded } = state;
  const { observe } = log;
  const directory = directories.placetopay;
  const checkout = guarded(placetopay({ directory, replay, clock }));
  const autopay = guarded(placetopay({ directory, replay, clock, failureStatus: 400 }));
  const error = (status: number) => placetopayError(status, 'es', clock);
  const sessions = boundedStore<PlacetopaySession>();

  const ok = (message = 'La petición se ha procesado correctamente') => ({
    status: { status: 'OK', reason: 'PC', message, date: placetopayDate(clock()) },
  });
  const siteOf = (request: Request) => authOf(request, checkout).principal.account;

  const create: RequestHandler = (request, response) => {
    const { auth: _auth, ...rest } = request.body as Record<string, unknown>;
    const session = sessions.add(siteOf(request), (requestId) => ({ requestId, request: rest }));
    const processUrl = `${originOf(request)}/session/${session.requestId}`;
    response.json({ ...ok(), requestId: session.requestId, processUrl });
  };
  const query: RequestHandler = (request, response) => {
    const session = sessions.find(siteOf(request), request.params.requestId);
    if (!session) return sendAnswer(response, placetopayError(404, placetopayLanguage(request.body), clock));
    const pending = { status: 'PENDING', reason: 'PT', message: 'La petición se encuentra pendiente' };
    response.json({
      requestId: session.requestId,
      status: { ...pending, date: placetopayDate(clock()) },
      request: session.request,
      payment: [],
      subscription: null,
    });
  };
  const cancel: RequestHandler = (request, response) => {
    const session = sessions.find(siteOf(request), request.params.requestId);
    if (!session) return sendAnswer(response, placetopayError(404, placetopayLanguage(request.body), clock));
    response.json({ ...ok('La petición ha sido cancelada'), requestId: session.requestId });
  };
  const acknowledge: RequestHandler = (_request, response) => void response.json(ok());

  const router = Router();
  router.use(placetopaySoapRoutes(state, sessions));
  router.use(PREFIXES, log.record('placetopay'));
  const post = (path: string, handler: RequestHandler, verifier = checkout) =>
    router.route(path).post(guard(verifier, { observe }), handler).all(methodNotAllowed(error, 'POST'));

  post('/api/session', create);
  post('/api/session/:requestId', query);
  post('/api/session/:requestId/cancel', cancel);
  for (const path of [
    '/api/collect',
    '/api/reverse',
    '/api/transaction',
    '/gateway/information',
    '/gateway/process',
    '/gateway/query',
    '/api/payment-link',
  ]) {
    post(path, acknowledge);
  }
  post('/autopay/session', acknowledge, autopay);

  router.use(PREFIXES, notFound(error), failed(error));
  return router;
}
