import { authOf, guard, tokenEndpoint } from '@countersign/express';
import { pledg } from '@countersign/providers';
import { Router } from 'express';
import type { SandboxState } from '../state/sandbox-state.ts';
import { failed, methodNotAllowed } from './answering.ts';
import { problemOf } from './problem.ts';

const PATHS = ['/api/token', '/api/users/me', '/api/purchases'];

/** Mock Pledg: a token for an API client, then the token; the dashboard's own account for `/api/users/me`. */
export function pledgRoutes({ log, directories, clock, guarded, pledgTokens }: SandboxState): Router {
  const { observe } = log;
  const { keys, issuer, issuerName, revocations } = pledgTokens;
  const clients = guarded(pledg.tokenClients({ directory: directories.pledg, clock }));
  const bearer = guarded(
    pledg.bearer({ directory: directories.pledg, clock, keys, revocations, issuer: issuerName }),
  );
  const dashboard = guarded(pledg.dashboard({ directory: directories.pledgDashboard, clock }));

  const router = Router();
  router.use(PATHS, log.record('pledg'));
  router.all('/api/token', tokenEndpoint({ clients, issuer, observe }));
  router
    .route('/api/users/me')
    .get(guard(dashboard, { observe }), (request, response) => {
      response.json({ email: authOf(request, dashboard).principal.account });
    })
    .all(methodNotAllowed(problemOf, 'GET'));
  router
    .route(['/api/purchases/:uid/credit_by_transfer', '/api/purchases/:uid/release'])
    .post(guard(bearer, { observe }), (request, response) => {
      response.json({ uid: request.params.uid, status: 'ok' });
    })
    .all(methodNotAllowed(problemOf, 'POST'));
  router.use(PATHS, failed(problemOf));
  return router;
}
