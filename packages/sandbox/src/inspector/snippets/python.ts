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

/** What makes a credential of each kind. */
const MODULES: Record<Credential['kind'], readonly string[]> = {
  basic: ['base64'],
  bearer: ['base64', 'json'],
  'username-token': ['base64', 'datetime', 'hashlib', 'os'],
  'rsa-signature': ['base64', 're', 'subprocess'],
  'signed-parameters': ['base64', 'hmac', 'json'],
  'certificate-alone': [],
};

/** A program for Python 3, with nothing to install but, for RSA, the openssl command. */
export function python(request: PassingRequest): string {
  const { credential, certificate, body } = request;
  const modules = [
    ...MODULES[credential.kind],
    ...(body?.type === 'json' ? ['json'] : []),
    ...(certificate ? ['ssl'] : []),
    'urllib.error',
    'urllib.request',
  ];
  const imports = [...new Set(modules)].sort().map((name) => `import ${name}`);
  return programOf(imports, credentialLines(request, LINES), sent(request));
}

function pairLines({ id, secret }: Pair): string[] {
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

function rsaSignatureLines(
  { keyFile }: RsaSignatureCredential,
  { method, url, body }: PassingRequest,
): string[] {
  return [
    `url = ${text(url)}`,
    `payload = ${body ? bodyExpression(body, false) : '""'}`,
    'host_and_path = re.sub("^https?://", "", url).lower()',
    `signed = ${text(method.toLowerCase())} + host_and_path + re.sub("[\\t-\\r ]", "", payload)`,
    "# Python's standard library has no RSA: the openssl command signs.",
    `command = ["openssl", "dgst", "-sha256", "-sign", ${text(keyFile)}]`,
    'signature_bytes = subprocess.run(command, input=signed.encode(), stdout=subprocess.PIPE, check=True).stdout',
    'signature = base64.b64encode(signature_bytes).decode()',
  ];
}

function signedParametersLines({ secret, payload }: SignedParametersCredential): string[] {
  return [
    `secret = ${text(secret)}`,
    '',
    'def base64url(data):',
    '    return base64.urlsafe_b64encode(data).decode().rstrip("=")',
    '',
    `header = json.dumps(${literal(JWT_HEADER)})`,
    `payload = json.dumps(${literal(payload)})`,
    'signed = base64url(header.encode()) + "." + base64url(payload.encode())',
    'digest = hmac.new(secret.encode(), signed.encode(), "sha256").digest()',
    'signature = signed + "." + base64url(digest)',
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
  const { method, credential, body } = request;
  const all = headersOf(request).map(headerItem);
  return [
    `${name} = urllib.request.Request(`,
    `    ${urlExpression(request, text, ['url', ' + signature'])},`,
    `    method=${text(method)},`,
    ...(all.length > 0 ? [`    headers={${all.join(', ')}},`] : []),
    ...(body ? [`    data=${sentBody(body, credential.kind)}.encode(),`] : []),
    ')',
  ];
}

function headerItem({ name, text: before, variable }: ProgramHeader): string {
  if (variable === undefined) return `${text(name)}: ${text(before)}`;
  return `${text(name)}: ${before === '' ? variable : `f"${before}{${variable}}"`}`;
}

function sentBody(body: NonNullable<PassingRequest['body']>, kind: Credential['kind']): string {
  return kind === 'rsa-signature' ? 'payload' : bodyExpression(body, kind === 'username-token');
}

function bodyExpression(body: NonNullable<PassingRequest['body']>, withAuth: boolean): string {
  if (body.type === 'form') return text(body.text);
  if (body.type === 'soap') {
    const message = betweenParts(body, text, ['auth["nonce"]', 'auth["seed"]', 'auth["tranKey"]']);
    return `(${message.join(' + ')})`;
  }
  const members = Object.entries(body.value).map(([key, value]) => `${text(key)}: ${literal(value)}`);
  const all = [...(withAuth ? ['"auth": auth'] : []), ...members];
  return `json.dumps({${all.join(', ')}})`;
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
