import { readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type RequestHandler, Router } from 'express';
import { notFound } from '../routes/answering.ts';
import { problemOf } from '../routes/problem.ts';

// As far from the sources as from what is compiled of them.
const FOLDER = fileURLToPath(new URL('../../page/', import.meta.url));

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Its own script and style, nothing inline, nothing from elsewhere, and no way to make markup of a text. */
const POLICY = [
  "default-src 'none'",
  "connect-src 'self'",
  "img-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/**
 * The inspector: the page at `/`, and its files below `/_sandbox/inspector/`. They are for anybody, as a link on a
 * page elsewhere leads here; what the page shows, it has to ask the control routes for.
 */
export function inspectorPage(): Router {
  const files = new Map(readdirSync(FOLDER).map((name) => [name, serve(name)]));
  const router = Router();
  router.get('/', serve('index.html'));
  router.get('/_sandbox/inspector/:name', (request, response, next) => {
    const file = files.get(request.params.name) ?? notFound(problemOf);
    return file(request, response, next);
  });
  return router;
}

function serve(name: string): RequestHandler {
  const content = readFileSync(`${FOLDER}${name}`);
  const headers = {
    'content-type': TYPES[extname(name)] ?? 'application/octet-stream',
    'content-security-policy': POLICY,
    'cache-control': 'no-cache',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  };
  return (_request, response) => void response.set(headers).send(content);
}
