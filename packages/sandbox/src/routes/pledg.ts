import { authOf, guard, tokenEndpoint } from '@countersign/express';
import { pledg } from '@countersign/providers';
import { type Request, Router } from 'express';
import type { SandboxState } from '../state/sandbox-state.ts';
import { failed, methodNotAllowed } from './answering.ts';
import { originOf } from './origin.ts';
import { problemOf } from './problem.ts';
import { purchasePage } from './purchase-page.ts';

const PATHS = ['/api/token', '/api/users/me', '/api/purchases', '/api/purchase_link', '/purchase'];

/**
 * Mock Pledg: a token for an API client, then the token; the dashboard's own account for `/api/users/me`; parameters
 * that a merchant signed for a purchase.
 */
export function pledgRoutes({ log, directories, clock, guarded, pledgTokens }: SandboxState): Router {
  const { observe } = log;
  const { keys, issuer, issuerName, revocations } = pledgTokens;
  const clients = guarded(pledg.tokenClients({ directory: directories.pledg, clock }));
  const bearer = guarded(
    pledg.bearer({ directory: directories.pledg, clock, keys, revocations, issuer: issuerName }),
  );
  const dashboard = guarded(pledg.dashboard({ directory: directories.pledgDashboard, clock }));

  const merchants = guarded(pledg.signedParameters({ directory: directories.pledgMerchants, clock }));

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
  router
    .route('/purchase')
    .get(guard(merchants, { observe }), (request, response) => {
      const { account, payload } = authOf(request, merchants).principal;
      response.type('html').send(purchasePage(account, payload.data));
    })
    .all(methodNotAllowed(problemOf, 'GET'));
  router
    .route('/api/purchase_link')
    .post(guard(merchants, { observe }), (request, response) => {
      const signature = encodeURIComponent(signatureOf(request));
      response.json({ url: `${originOf(request)}/purchase?signature=${signature}` });
    })
    .all(methodNotAllowed(problemOf, 'POST'));
  router.use(PATHS, failed(problemOf));
  return router;
}

/** In the query or in the body, as text: the guard has let it through. */
function signatureOf({ query, body }: Request): string {
  return String(query.signature ?? (body as { signature?: unknown } | undefined)?.signature);
}
