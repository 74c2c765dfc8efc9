import express, { type Express } from 'express';
import { controlRoutes } from './control/control-routes.ts';
import { inspectorPage } from './inspector/page-files.ts';
import { failed, notFound } from './routes/answering.ts';
import { connectpayRoutes } from './routes/connectpay.ts';
import { mirrorRoutes } from './routes/mirror.ts';
import { oauthRoutes } from './routes/oauth.ts';
import { placetopayRoutes } from './routes/placetopay.ts';
import { pledgRoutes } from './routes/pledg.ts';
import { problemOf } from './routes/problem.ts';
import { smart2payRoutes } from './routes/smart2pay.ts';
import type { DemoTrust } from './state/demo-trust.ts';
import type { ProviderName } from './state/mounted-providers.ts';
import type { SandboxState } from './state/sandbox-state.ts';

/**
 * The mock providers on one origin, so that a client needs nothing but another base URL. One that is not mounted
 * answers as what does not exist. The token endpoint without a provider is there with Pledg, whose clients it has.
 */
export function sandboxApp(
  state: SandboxState,
  trust: DemoTrust | undefined,
  providers: readonly ProviderName[],
): Express {
  const app = express();
  app.disable('x-powered-by');
  app.get('/healthz', (_request, response) => void response.json({ status: 'ok' }));
  app.use(inspectorPage());
  app.use(mirrorRoutes(state.log));
  app.use(controlRoutes(state, trust));
  const mounted = (provider: ProviderName) => providers.includes(provider);
  if (mounted('smart2pay')) app.use(smart2payRoutes(state));
  if (mounted('connectpay')) app.use(connectpayRoutes(state, trust));
  if (mounted('pledg')) app.use(pledgRoutes(state), oauthRoutes(state));
  // Last: it answers for all of /api that is nobody's.
  if (mounted('placetopay')) app.use(placetopayRoutes(state));
  app.use(notFound(problemOf), failed(problemOf));
  return app;
}
