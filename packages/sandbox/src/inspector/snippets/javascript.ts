import type {
  BasicCredential,
  BearerCredential,
  PassingRequest,
  UsernameTokenCredential,
} from '../passing/passing-request.ts';
import { betweenParts, credentialLines, headersOf, type ProgramHeader, programOf } from './request-parts.ts';

const LINES = { pair: pairLines, token: bearerLines, usernameToken: usernameTokenLines };

/** A module for Node.js 22 and newer, with nothing to install. */
export function javascript(request: PassingRequest): string {
  const imports = [
    ...(request.credential.kind === 'username-token'
      ? ["import { createHash, randomBytes } from 'node:crypto';"]
      : []),
    ...(request.certificate
      ? ["import { readFileSync } from 'node:fs';", "import { request } from 'node:https';"]
      : []),
  ];
  return programOf(
    imports,
    credentialLines(request, LINES),
    request.certificate ? overTls(request) : sent(request),
  );
}

function pairLines({ id, secret }: BasicCredential): string[] {
  return [
    `const id = ${text(id)};`,
    `const secret = ${text(secret)};`,
    "const pair = Buffer.from(`${id}:${secret}`).toString('base64');",
  ];
}

function bearerLines({ tokenRequest, tokenField }: BearerCredential): string[] {
  return [
    `const tokenResponse = await fetch(${text(tokenRequest.url)}, {`,
    ...optionLines(tokenRequest),
    '});',
    `const { ${tokenField}: token } = await tokenResponse.json();`,
  ];
}

function usernameTokenLines({ id, secret, digest }: UsernameTokenCredential): string[] {
  return [
    `const login = ${text(id)};`,
    `const secretKey = ${text(secret)};`,
    'const nonce = randomBytes(16);',
    'const seed = new Date().toISOString();',
    `const tranKey = createHash('${digest}').update(nonce).update(seed).update(secretKey).digest('base64');`,
    "const auth = { login, tranKey, nonce: nonce.toString('base64'), seed };",
  ];
}

function sent(request: PassingRequest): string[] {
  return [
    `const response = await fetch(${text(request.url)}, {`,
    ...optionLines(request),
    '});',
    'console.log(response.status, await response.text());',
  ];
}

/** `fetch` takes no client certificate. */
function overTls({ url, certificate, ...rest }: PassingRequest): string[] {
  const file = (path = '') => `readFileSync(${text(path)})`;
  return [
    'const options = {',
    `  ca: ${file(certificate?.ca)},`,
    `  cert: ${file(certificate?.chain)},`,
    `  key: ${file(certificate?.key)},`,
    ...optionLines({ ...rest, url }),
    '};',
    `request(${text(url)}, options, async (response) => {`,
    "  console.log(response.statusCode, (await response.setEncoding('utf8').toArray()).join(''));",
    '}).end();',
  ];
}

function optionLines(request: PassingRequest): string[] {
  const { method, credential, body } = request;
  const all = headersOf(request).map(headerMember);
  return [
    `  method: ${text(method)},`,
    ...(all.length > 0 ? [`  headers: { ${all.join(', ')} },`] : []),
    ...(body ? [`  body: ${bodyExpression(body, credential.kind === 'username-token')},`] : []),
  ];
}

function headerMember({ name, text: before, variable }: ProgramHeader): string {
  if (variable === undefined) return `${nameOf(name)}: ${text(before)}`;
  return `${nameOf(name)}: ${before === '' ? variable : `\`${before}\${${variable}}\``}`;
}

function bodyExpression(body: NonNullable<PassingRequest['body']>, withAuth: boolean): string {
  if (body.type === 'form') return text(body.text);
  if (body.type === 'soap')
    return betweenParts(body, text, ['auth.nonce', 'auth.seed', 'auth.tranKey']).join(' + ');
  return `JSON.stringify(${withAuth ? withMember('auth', body.value) : literal(body.value)})`;
}

function withMember(name: string, value: Readonly<Record<string, unknown>>): string {
  const members = Object.entries(value).map(([key, member]) => `${nameOf(key)}: ${literal(member)}`);
  return `{ ${[name, ...members].join(', ')} }`;
}

function literal(value: unknown): string {
  if (typeof value === 'string') return text(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, member]) => `${nameOf(key)}: ${literal(member)}`);
  return members.length > 0 ? `{ ${members.join(', ')} }` : '{}';
}

function nameOf(key: string): string {
  return /^[A-Za-z_]\w*$/.test(key) ? key : text(key);
}

/** A string between single quotes, whatever is in it. */
function text(value: string): string {
  return `'${JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
