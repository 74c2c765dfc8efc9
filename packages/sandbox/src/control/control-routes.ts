import { sendAnswer } from '@countersign/express';
import express, { type RequestHandler, Router } from 'express';
import { CERTIFICATE_STATUSES } from '../authority/certificate-register.ts';
import { exampleRoutes } from '../inspector/example-routes.ts';
import { failed, methodNotAllowed, notFound } from '../routes/answering.ts';
import { problemOf } from '../routes/problem.ts';
import type { DemoTrust } from '../state/demo-trust.ts';
import { OFFSET_LIMIT_SECONDS } from '../state/sandbox-clock.ts';
import type { SandboxState } from '../state/sandbox-state.ts';
import { accountRoutes } from './account-routes.ts';
import { eventStream } from './event-stream.ts';
import { localOnly } from './local-only.ts';
import { tokenRoutes } from './token-routes.ts';

/**
 * `/_sandbox/…`: reads the log, changes accounts, revokes certificates and tokens, moves the clock, makes requests
 * that pass. What changes something is PATCH or DELETE, never POST: no page of another origin can send those
 * without asking first.
 */
export function controlRoutes(state: SandboxState, trust: DemoTrust | undefined): Router {
  const { log, directories, clock, tokens } = state;
  const events = eventStream(log);
  const control = Router();

  control
    .route('/requests')
    .get((_request, response) => void response.json(log.entries()))
    .delete((_request, response) => {
      log.clear();
      response.status(204).end();
    })
    .all(methodNotAllowed(problemOf, 'GET', 'DELETE'));

  const onlyGet = methodNotAllowed(problemOf, 'GET');
  // HEAD would be answered by what answers GET, and wait for ever.
  control.route('/events').head(onlyGet).get(events.listen).all(onlyGet);
  control.use(exampleRoutes(state));

  control.use(tellsOfChanges(events.changed));
  control.use(accountRoutes(directories));
  control.use(tokenRoutes(tokens));

  control
    .route('/certificates')
    .get((_request, response) => void response.json(trust?.certificates() ?? []))
    .all(methodNotAllowed(problemOf, 'GET'));

  control
    .route('/certificates/:name')
    .patch((request, response) => {
      const status = CERTIFICATE_STATUSES.find((one) => one === request.body?.status);
      if (status === undefined) {
        const statuses = CERTIFICATE_STATUSES.join(', ');
        return sendAnswer(response, problemOf(400, `status must be one of ${statuses}`));
      }
      const changed = trust?.setStatus(request.params.name, status);
      if (!changed) return sendAnswer(response, problemOf(404, 'No such certificate.'));
      response.json(changed);
    })
    .all(methodNotAllowed(problemOf, 'PATCH'));

  control
    .route('/clock')
    .get((_request, response) => void response.json(timeOf(clock)))
    .patch((request, response) => {
      const offset: unknown = request.body?.offsetSeconds;
      if (typeof offset !== 'number' || !(Math.abs(offset) <= OFFSET_LIMIT_SECONDS)) {
        return sendAnswer(response, problemOf(400, 'offsetSeconds must be a number of seconds'));
      }
      clock.offsetSeconds = offset;
      response.json(timeOf(clock));
    })
    .all(methodNotAllowed(problemOf, 'GET', 'PATCH'));

  const router = Router();
  router.use(
    '/_sandbox',
    localOnly,
    sameOrigin,
    express.json(),
    control,
    notFound(problemOf),
    failed(problemOf),
  );
  return router;
}

/** Answers hold secrets where they are asked for: for this origin alone, and never kept. */
const sameOrigin: RequestHandler = (_request, response, next) => {
  response.set({
    'cache-control': 'no-store',
    'cross-origin-resource-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
  });
  next();
};

function tellsOfChanges(changed: () => void): RequestHandler {
  return (request, response, next) => {
    if (request.method !== 'GET') response.once('finish', () => response.statusCode < 300 && changed());
    next();
  };
}

function timeOf(clock: SandboxState['clock']) {
  return { offsetSeconds: clock.offsetSeconds, now: new Date(clock()).toISOString() };
}
