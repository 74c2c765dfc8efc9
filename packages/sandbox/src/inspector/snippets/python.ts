import type {
  BasicCredential,
  BearerCredential,
  PassingRequest,
  UsernameTokenCredential,
} from '../passing/passing-request.ts';
import { betweenParts, credentialLines, headersOf, type ProgramHeader, programOf } from './request-parts.ts';

const LINES = { pair: pairLines, token: bearerLines, usernameToken: usernameTokenLines };

/** A program for Python 3, with nothing to install. */
export function python(request: PassingRequest): string {
  const { credential, certificate, body } = request;
  const obtained = credential.kind === 'bearer' ? credential.tokenRequest : undefined;
  const withPair = credential.kind === 'basic' || obtained !== undefined;
  const signs = credential.kind === 'username-token';
  const modules = [
    ...(withPair || signs ? ['base64'] : []),
    ...(signs ? ['datetime', 'hashlib'] : []),
    ...(obtained || body?.type === 'json' ? ['json'] : []),
    ...(signs ? ['os'] : []),
    ...(certificate ? ['ssl'] : []),
    'urllib.error',
    'urllib.request',
  ];
  const imports = modules.map((name) => `import ${name}`);
  return programOf(imports, credentialLines(request, LINES), sent(request));
}

function pairLines({ id, secret }: BasicCredential): string[] {
  return [
    `id = ${text(id)}`,
    `secret = ${text(secret)}`,
    'pair = base64.b64encode(f"{id}:{secret}".encode()).decode()',
  ];
}

function bearerLines({ tokenRequest, tokenField }: BearerCredential): string[] {
  return [
    ...requestLines('token_request', tokenRequest),
    'with urllib.request.urlopen(token_request) as response:',
    `    token = json.load(response)[${text(tokenField)}]`,
  ];
}

function usernameTokenLines({ id, secret, digest }: UsernameTokenCredential): string[] {
  return [
    `login = ${text(id)}`,
    `secret_key = ${text(secret)}`,
    'nonce = os.urandom(16)',
    'seed = datetime.datetime.now(datetime.timezone.utc).isoformat()',
    `digest = hashlib.${digest}(nonce + seed.encode() + secret_key.encode()).digest()`,
    'auth = {',
    '    "login": login,',
    '    "tranKey": base64.b64encode(digest).decode(),',
    '    "nonce": base64.b64encode(nonce).decode(),',
    '    "seed": seed,',
    '}',
  ];
}

function sent(request: PassingRequest): string[] {
  const { certificate } = request;
  const context = certificate
    ? [
        `context = ssl.create_default_context(cafile=${text(certificate.ca)})`,
        `context.load_cert_chain(${text(certificate.chain)}, ${text(certificate.key)})`,
      ]
    : [];
  return [
    ...requestLines('request', request),
    ...context,
    'try:',
    `    with urllib.request.urlopen(request${certificate ? ', context=context' : ''}) as response:`,
    '        print(response.status, response.read().decode())',
    'except urllib.error.HTTPError as error:',
    '    print(error.code, error.read().decode())',
  ];
}

function requestLines(name: string, request: PassingRequest): string[] {
  const { method, url, credential, body } = request;
  const all = headersOf(request).map(headerItem);
  return [
    `${name} = urllib.request.Request(`,
    `    ${text(url)},`,
    `    method=${text(method)},`,
    ...(all.length > 0 ? [`    headers={${all.join(', ')}},`] : []),
    ...(body ? [`    data=${bodyExpression(body, credential.kind === 'username-token')},`] : []),
    ')',
  ];
}

function headerItem({ name, text: before, variable }: ProgramHeader): string {
  if (variable === undefined) return `${text(name)}: ${text(before)}`;
  return `${text(name)}: ${before === '' ? variable : `f"${before}{${variable}}"`}`;
}

function bodyExpression(body: NonNullable<PassingRequest['body']>, withAuth: boolean): string {
  if (body.type === 'form') return `${text(body.text)}.encode()`;
  if (body.type === 'soap') {
    const message = betweenParts(body, text, ['auth["nonce"]', 'auth["seed"]', 'auth["tranKey"]']);
    return `(${message.join(' + ')}).encode()`;
  }
  const members = Object.entries(body.value).map(([key, value]) => `${text(key)}: ${literal(value)}`);
  const all = [...(withAuth ? ['"auth": auth'] : []), ...members];
  return `json.dumps({${all.join(', ')}}).encode()`;
}

function literal(value: unknown): string {
  if (typeof value === 'string') return text(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, member]) => `${text(key)}: ${literal(member)}`)
    .join(', ')}}`;
}

/** JSON's escapes are Python's as well. */
function text(value: string): string {
  return JSON.stringify(value);
}
