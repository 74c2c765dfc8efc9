import { memoryDirectory, memoryReplayGuard, type Refusal, type Verifier } from '@countersign/core';
import { guard } from '@countersign/express';
import { placetopay } from '@countersign/providers';
import express, { type ErrorRequestHandler, type Express, type Request, type RequestHandler } from 'express';
import { sitePairs, sites } from '../placetopay-sites.ts';

/** What a server makes of a message before it is judged, and of a refusal before it is sent; a broken one replaces some. */
export interface SoapSteps {
  read(text: string, request: Request): string;
  contentType(type: string): string;
  refuse(refusal: Refusal): Refusal;
  /** Whether JSON and SOAP remember together what was used. */
  readonly oneMemory: boolean;
}

export const rightSteps: SoapSteps = {
  read: (text) => text,
  contentType: (type) => type,
  refuse: (refusal) => refusal,
  oneMemory: true,
};

/** What the profile wants to know of these servers. */
export const soapCredentials = sitePairs;

/** The kit's own verifiers, behind whatever the steps do. */
export function soapServer({ read, contentType, refuse, oneMemory }: SoapSteps): Express {
  const { account } = sitePairs;
  const directory = memoryDirectory([{ id: account.id, secrets: [account.secret] }, ...sites]);
  const replay = memoryReplayGuard({ rememberedSince: 0 });
  const soap = placetopay.soap({
    directory,
    replay: oneMemory ? replay : memoryReplayGuard({ rememberedSince: 0 }),
  });
  const changed: Verifier = {
    ...soap,
    refuse: (verdict, request) =>
      refuse(soap.refuse?.(verdict, request) ?? { status: 500, headers: {}, body: '' }),
  };
  const prepare: RequestHandler = (request, _response, next) => {
    const bytes = request.body as Buffer | undefined;
    const at = request.rawHeaders.indexOf('Content-Type') + 1;
    request.rawHeaders[at] = contentType(request.rawHeaders[at] ?? '');
    // Bytes that are no UTF-8 are left as they are.
    const text = read(bytes?.toString('latin1') ?? '', request);
    request.body = Buffer.from(text, 'latin1');
    next();
  };
  const failed: ErrorRequestHandler = (_error, _request, response, _next) =>
    void response.status(500).end('error');
  const accepted: RequestHandler = (_request, response) => void response.end('welcome');

  const app = express();
  app.post('/api/session', guard(placetopay({ directory, replay })), accepted);
  const bytes = express.raw({ type: () => true, limit: 2_000_000 });
  app.post('/soap/redirect', bytes, prepare, guard(changed), accepted);
  app.use(failed);
  return app;
}
