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
import type { SandboxState } from './state/sandbox-state.ts';

/** Every mock provider on one origin, so that a client needs nothing but another base URL. */
export function sandboxApp(state: SandboxState, trust: DemoTrust | undefined): Express {
  const app = express();
  app.disable('x-powered-by');
  app.get('/healthz', (_request, response) => void response.json({ status: 'ok' }));
  app.use(inspectorPage());
  app.use(mirrorRoutes(state.log));
  app.use(controlRoutes(state, trust));
  app.use(smart2payRoutes(state));
  app.use(connectpayRoutes(state, trust));
  app.use(pledgRoutes(state));
  app.use(oauthRoutes(state));
  app.use(placetopayRoutes(state));
  app.use(notFound(problemOf), failed(problemOf));
  return app;
}
