import { tokenEndpoint } from '@countersign/express';
import { pledg } from '@countersign/providers';
import { Router } from 'express';
import type { SandboxState } from '../state/sandbox-state.ts';
import { failed, methodNotAllowed, notFound } from './answering.ts';
import { originOf } from './origin.ts';
import { problemOf } from './problem.ts';

const PATHS = ['/oauth', '/.well-known/oauth-authorization-server'];

/** The token endpoint without a provider, and its description (RFC 8414). The clients are Pledg's. */
export function oauthRoutes({ log, directories, clock, guarded, pledgTokens }: SandboxState): Router {
  const clients = guarded(pledg.tokenClients({ directory: directories.pledg, clock }));

  const router = Router();
  router.use(PATHS, log.record('oauth'));
  router.all('/oauth/token', tokenEndpoint({ clients, issuer: pledgTokens.issuer, observe: log.observe }));
  router
    .route('/.well-known/oauth-authorization-server')
    .get((request, response) => {
      const origin = originOf(request);
      response.json({
        issuer: origin,
        token_endpoint: `${origin}/oauth/token`,
        token_endpoint_auth_methods_supported: ['client_secret_basic'],
        grant_types_supported: ['client_credentials'],
        response_types_supported: [],
      });
    })
    .all(methodNotAllowed(problemOf, 'GET'));
  router.use(PATHS, notFound(problemOf), failed(problemOf));
  return router;
}
