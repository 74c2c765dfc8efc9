import {
  type BearerCredential,
  type Credential,
  JWT_HEADER,
  type Pair,
  type PassingRequest,
  type RsaSignatureCredential,
  type SignedParametersCredential,
  type UsernameTokenCredential,
} from '../passing/passing-request.ts';
import {
  betweenParts,
  credentialLines,
  headersOf,
  type ProgramHeader,
  programOf,
  urlExpression,
} from './request-parts.ts';

const LINES = {
  pair: pairLines,
  token: bearerLines,
  usernameToken: usernameTokenLines,
  rsaSignature: rsaSignatureLines,
  signedParameters: signedParametersLines,
};

/** What signs. */
const FROM_CRYPTO = new Map<Credential['kind'], string>([
  ['username-token', 'createHash, randomBytes'],
  ['rsa-signature', 'sign'],
  ['signed-parameters', 'createHmac'],
]);

/** A module for Node.js 22 and newer, with nothing to install. */
export function javascript(request: PassingRequest): string {
  const { credential, certificate } = request;
  const fromCrypto = FROM_CRYPTO.get(credential.kind);
  const imports = [
    ...(fromCrypto ? [`import { ${fromCrypto} } from 'node:crypto';`] : []),
    ...(certificate || credential.kind === 'rsa-signature'
      ? ["import { readFileSync } from 'node:fs';"]
      : []),
    ...(certificate ? ["import { request } from 'node:https';"] : []),
  ];
  return programOf(imports, credentialLines(request, LINES), certificate ? overTls(request) : sent(request));
}

function pairLines({ id, secret }: Pair): string[] {
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

/** White space is ASCII here: \s would be more. */
function rsaSignatureLines(
  { keyFile }: RsaSignatureCredential,
  { method, url, body }: PassingRequest,
): string[] {
  return [
    `const url = ${text(url)};`,
    `const payload = ${body ? bodyExpression(body, false) : "''"};`,
    `const signed = ${text(method.toLowerCase())} + url.replace(/^https?:\\/\\//, '').toLowerCase() + payload.replace(/[\\t-\\r ]/g, '');`,
    `const signature = sign('sha256', Buffer.from(signed), readFileSync(${text(keyFile)})).toString('base64');`,
  ];
}

function signedParametersLines({ secret, payload }: SignedParametersCredential): string[] {
  return [
    `const secret = ${text(secret)};`,
    "const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');",
    `const signed = part(${literal(JWT_HEADER)}) + '.' + part(${literal(payload)});`,
    "const signature = `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;",
  ];
}

function sent(request: PassingRequest): string[] {
  return [
    `const response = await fetch(${urlExpression(request, text, ['url', ' + signature'])}, {`,
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
    ...(body ? [`  body: ${sentBody(body, credential.kind)},`] : []),
  ];
}

function headerMember({ name, text: before, variable }: ProgramHeader): string {
  if (variable === undefined) return `${nameOf(name)}: ${text(before)}`;
  return `${nameOf(name)}: ${before === '' ? variable : `\`${before}\${${variable}}\``}`;
}

function sentBody(body: NonNullable<PassingRequest['body']>, kind: Credential['kind']): string {
  return kind === 'rsa-signature' ? 'payload' : bodyExpression(body, kind === 'username-token');
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
