import { fromNode } from '@countersign/core';
import { type Request, Router } from 'express';
import type { RequestLog } from '../state/request-log.ts';
import { failed } from './answering.ts';
import { problemOf } from './problem.ts';

/** Bytes of a body that are shown. */
const BODY_LIMIT_BYTES = 256 * 1024;

const PATH = '/_sandbox/mirror';

/**
 * `ANY /_sandbox/mirror/…` answers with what arrived, and how it would be read. It is for every client that reaches
 * the sandbox, wherever it runs: it tells nobody more than they sent. The log gets method and path, and no more.
 */
export function mirrorRoutes({ record }: Pick<RequestLog, 'record'>): Router {
  const router = Router();
  router.use(PATH, record('mirror'), async (request, response) => {
    const body = await bodyOf(request);
    response
      .status(body.kind === 'too-large' ? 413 : 200)
      .set({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
      .json({
        method: request.method,
        target: request.originalUrl,
        httpVersion: request.httpVersion,
        headers: pairs(request.rawHeaders),
        body,
        connection: connectionOf(request),
      });
  });
  router.use(PATH, failed(problemOf));
  return router;
}

/** In the order and spelling in which they arrived, every one of them. */
function pairs(rawHeaders: readonly string[]): [string, string][] {
  return rawHeaders.flatMap((name, index) =>
    index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? ''] as [string, string]] : [],
  );
}

async function bodyOf(request: Request) {
  const body = await fromNode(request, { bodyLimitBytes: BODY_LIMIT_BYTES }).body();
  const contentType = request.headers['content-type'];
  const charset = /;\s*charset="?([^\s";]+)/i.exec(contentType ?? '')?.[1]?.toLowerCase();
  const read = {
    kind: body.kind,
    contentType: contentType?.split(';', 1)[0]?.trim().toLowerCase() ?? null,
    charset: charset ?? null,
    contentEncoding: request.headers['content-encoding'] ?? null,
  };
  if (body.kind === 'absent') return { ...read, bytes: 0 };
  if (body.kind === 'too-large') return { ...read, why: `more than ${BODY_LIMIT_BYTES} bytes: not shown` };
  if (!body.raw) return { ...read, why: 'cut short on the way' };
  const shown = { ...read, bytes: body.raw.byteLength, ...textOrBase64(body.raw) };
  switch (body.kind) {
    case 'json':
      return { ...shown, ...jsonOrWhyNot(body.value) };
    case 'form':
      return { ...shown, form: [...body.value] };
    case 'unsupported':
      return {
        ...shown,
        why: read.contentEncoding
          ? 'compressed: not inflated here'
          : 'no JSON and no form, by its content type',
      };
    case 'malformed':
      return { ...shown, why: whyNot(body.raw) };
  }
}

/** What can be read cannot always be written: brackets within brackets, a hundred thousand deep. */
function jsonOrWhyNot(json: unknown): { json: unknown } | { why: string } {
  try {
    JSON.stringify(json);
    return { json };
  } catch {
    return { why: 'nested too deeply to be shown' };
  }
}

/** As text where it is UTF-8, byte for byte; in base64 in any case. */
function textOrBase64(raw: Uint8Array): { text?: string; base64: string } {
  const base64 = Buffer.from(raw).toString('base64');
  const text = utf8(raw);
  return text === undefined ? { base64 } : { text, base64 };
}

function utf8(raw: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(raw);
  } catch {
    return undefined;
  }
}

/** What the parser says quotes the body, which is the caller's own. */
function whyNot(raw: Uint8Array): string {
  const text = utf8(raw);
  if (text === undefined) return 'not UTF-8';
  try {
    JSON.parse(text);
  } catch (error) {
    return `not JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
  return 'malformed';
}

function connectionOf(request: Request) {
  const { peerAddress, transport } = fromNode(request);
  const leaf = transport.clientCertificate?.leaf;
  return {
    peerAddress,
    secure: transport.secure,
    ...(transport.tlsVersion !== undefined && { tlsVersion: transport.tlsVersion }),
    ...(leaf && { clientCertificate: { subject: leaf.subject, serialNumber: leaf.serialNumber } }),
  };
}
