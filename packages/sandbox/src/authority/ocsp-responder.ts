import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Response } from 'express';
import { type OcspAuthority, ocspResponse } from './ocsp-response.ts';

export interface OcspResponder {
  /** What certificates name as where to ask. */
  readonly url: string;
  close(): Promise<void>;
}

/** Answers on a loopback port of its own, by POST and by GET (RFC 6960, appendix A). */
export async function startOcspResponder(authority: OcspAuthority): Promise<OcspResponder> {
  const app = express();
  app.disable('x-powered-by');
  const answer = (response: Response, der: Uint8Array) =>
    void response.type('application/ocsp-response').send(ocspResponse(der, authority));
  app.post('/', express.raw({ type: 'application/ocsp-request', limit: '8kb' }), (request, response) =>
    answer(response, request.body ?? Buffer.alloc(0)),
  );
  app.get('/:request', (request, response) =>
    answer(response, Buffer.from(request.params.request, 'base64')),
  );
  const server = createServer(app);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
