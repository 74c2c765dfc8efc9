import { fromNode } from '@countersign/core';
import { authOf, guard, sendAnswer } from '@countersign/express';
import {
  type PlacetopayLanguage,
  placetopay,
  placetopayDate,
  placetopayError,
  placetopayLanguage,
} from '@countersign/providers';
import { type ErrorRequestHandler, type Request, type RequestHandler, Router } from 'express';
import { placetopaySoapRoutes } from '../soap/soap-routes.ts';
import type { PlacetopaySession } from '../state/placetopay-session.ts';
import type { SandboxState } from '../state/sandbox-state.ts';
import { type ErrorForm, failed, methodNotAllowed, notFound } from './answering.ts';
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
  const errorsIn =
    (language: PlacetopayLanguage): ErrorForm =>
    (status) =>
      placetopayError(status, language, clock);
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
    if (!session) return sendAnswer(response, errorsIn(placetopayLanguage(request.body))(404));
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
    if (!session) return sendAnswer(response, errorsIn(placetopayLanguage(request.body))(404));
    response.json({ ...ok('La petición ha sido cancelada'), requestId: session.requestId });
  };
  const acknowledge: RequestHandler = (_request, response) => void response.json(ok());

  // What is answered without a verifier is in the language of the request all the same.
  const notAllowed: RequestHandler = async (request, response, next) =>
    methodNotAllowed(errorsIn(await languageOf(request)), 'POST')(request, response, next);
  const unknown: RequestHandler = async (request, response, next) =>
    notFound(errorsIn(await languageOf(request)))(request, response, next);
  const broken: ErrorRequestHandler = async (error, request, response, next) =>
    failed(errorsIn(await languageOf(request)))(error, request, response, next);

  const router = Router();
  router.use(placetopaySoapRoutes(state, sessions));
  router.use(PREFIXES, log.record('placetopay'));
  const post = (path: string, handler: RequestHandler, verifier = checkout) =>
    router.route(path).post(guard(verifier, { observe }), handler).all(notAllowed);

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

  router.use(PREFIXES, unknown, broken);
  return router;
}

async function languageOf(request: Request): Promise<PlacetopayLanguage> {
  const body = await fromNode(request).body();
  return placetopayLanguage(body.kind === 'json' ? body.value : undefined);
}
