import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { OutboundRequest } from '@countersign/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { curlLine } from '../../packages/contract/src/report/curl-line.ts';
import { openTarget, type Target } from '../../packages/contract/src/run/open-target.ts';

const shell = promisify(execFile);

interface Arrived {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: readonly string[];
  readonly body: string;
}

let arrived: Arrived[] = [];
let target: Target;
beforeAll(async () => {
  target = await openTarget(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString('hex');
    arrived.push({ method: request.method, url: request.url, headers: request.rawHeaders, body });
    response.end('answered');
  });
});
afterAll(() => target[Symbol.asyncDispose]());

/** What arrives, without what each client says of itself. */
async function arrivedFrom(
  send: () => Promise<unknown>,
  listed: OutboundRequest['headers'],
): Promise<unknown> {
  arrived = [];
  await send();
  const [{ headers = [], ...rest } = {}] = arrived;
  const names = new Set(['content-type', ...listed.map(([name]) => name.toLowerCase())]);
  const kept: string[] = [];
  for (let i = 0; i + 1 < headers.length; i += 2) {
    if (names.has(headers[i]?.toLowerCase() ?? '')) kept.push(`${headers[i]}: ${headers[i + 1]}`);
  }
  return { ...rest, headers: kept };
}

const json: OutboundRequest['headers'][number] = ['Content-Type', 'application/json'];

const requests: Readonly<Record<string, OutboundRequest>> = {
  'a plain one': {
    method: 'GET',
    path: '/orders',
    headers: [['Authorization', 'Basic cGFydG5lcjpzM2NyZXQ=']],
  },
  'quotes and everything a shell knows': {
    method: 'POST',
    path: "/a'b?c=$HOME&d=`id`&e=!!",
    headers: [['X-Quotes', `it's "$HOME" \\ \`id\` $(id) !! ~ * ; & | < > #`], json],
    body: `{"a":"it's \\"quoted\\" $HOME \`id\` $(id) \\\\ !! %s %d"}`,
  },
  'a header twice, in two cases': {
    method: 'GET',
    path: '/',
    headers: [
      ['Authorization', 'Basic b25l'],
      ['AUTHORIZATION', 'Basic dHdv'],
    ],
  },
  'a header with nothing in it': { method: 'GET', path: '/', headers: [['Authorization', '']] },
  'a header that is not ASCII': { method: 'GET', path: '/', headers: [['X-Key', 'cl\u00e9 \u00a7']] },
  'a header with a tab': { method: 'GET', path: '/', headers: [['Authorization', 'Basic\tb25l']] },
  'a host of its own': { method: 'GET', path: '/', headers: [['Host', 'api.connectpay.com']] },
  'a path as it is': { method: 'GET', path: '/a/../b//c/./%2e%2e/[1-2]{x,y}?q=[1-3]', headers: [] },
  'a method of its own': { method: 'DELETE', path: '/', headers: [] },
  'an answer without a body': { method: 'HEAD', path: '/', headers: [] },
  'a body without a type': { method: 'POST', path: '/', headers: [], body: 'grant_type=client_credentials' },
  'a body that looks like a file': { method: 'POST', path: '/', headers: [json], body: '@/etc/hostname' },
  'line breaks, at the end too': { method: 'POST', path: '/', headers: [json], body: '{\r\n\t"a": 1\n}\n\n' },
  'a body in UTF-8': { method: 'POST', path: '/', headers: [json], body: '{"name":"Jos\u00e9 \u{1f6ab}"}' },
  'bytes of every kind': {
    method: 'POST',
    path: '/',
    headers: [['Content-Type', 'application/octet-stream']],
    body: Uint8Array.from({ length: 256 }, (_, index) => index),
  },
  'bytes that begin as an option does': { method: 'POST', path: '/', headers: [json], body: '-e\n' },
  'an empty body': { method: 'POST', path: '/', headers: [json], body: '' },
};

describe.each(['sh', 'bash'])('in %s', (name) => {
  test.each(Object.entries(requests))('the line of %s sends the same again', async (_what, request) => {
    const sent = await arrivedFrom(() => target.send(request), request.headers);
    const line = curlLine(target.url, request) ?? '';
    expect(line).not.toContain('\n');
    const again = await arrivedFrom(() => shell(name, ['-c', line]), request.headers);
    expect(again).toEqual(sent);
  });
});

test('a certificate is named as files', () => {
  const certificate = { chain: 'a chain', key: 'a private key' };
  const line = curlLine('https://api.example', { method: 'GET', path: '/', headers: [], certificate });
  expect(line).toBe(
    "curl -i --path-as-is --globoff -X GET --cert chain.pem --key key.pem 'https://api.example/'",
  );
});

test('what nobody would copy is no line', () => {
  const body = 'x'.repeat(8_001);
  expect(curlLine('https://api.example', { method: 'POST', path: '/', headers: [], body })).toBeUndefined();
});

test('a connection that curl does not make has no line', () => {
  const get = { method: 'GET', path: '/', headers: [] };
  expect(curlLine('https://api.example', { ...get, tls: { serverName: 'other.example' } })).toBeUndefined();
});
