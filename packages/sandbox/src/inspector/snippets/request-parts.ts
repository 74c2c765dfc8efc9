import type {
  BasicCredential,
  BearerCredential,
  ExampleBody,
  PassingRequest,
  UsernameTokenCredential,
} from '../passing/passing-request.ts';

/** A header as a program writes it: text, and behind it what the program has in a variable by then, if anything. */
export interface ProgramHeader {
  readonly name: string;
  readonly text: string;
  /** `pair`: base64 of id, colon and secret. `token`: an access token. */
  readonly variable?: 'pair' | 'token';
}

export function headersOf(request: PassingRequest): ProgramHeader[] {
  const type = contentTypeOf(request);
  return [
    ...credentialHeaders(request),
    ...Object.entries(request.headers).map(([name, text]) => ({ name, text })),
    ...(type === undefined ? [] : [{ name: 'Content-Type', text: type }]),
  ];
}

function credentialHeaders({ credential }: PassingRequest): ProgramHeader[] {
  switch (credential.kind) {
    case 'basic': {
      const text = credential.header === 'Authorization' ? 'Basic ' : '';
      return [{ name: credential.header, text, variable: 'pair' }];
    }
    case 'bearer':
      return [{ name: 'Authorization', text: 'Bearer ', variable: 'token' }];
    case 'username-token':
    case 'certificate-alone':
      return [];
  }
}

const CONTENT_TYPES = {
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
  soap: 'text/xml; charset=utf-8',
} as const;

function contentTypeOf({ body }: PassingRequest): string | undefined {
  if (!body) return undefined;
  return CONTENT_TYPES[body.type];
}

/** How a language writes what comes before the request: what signs it. */
export interface CredentialLines {
  pair(credential: BasicCredential): string[];
  /** Behind the lines of the pair that a token is got with. */
  token(credential: BearerCredential): string[];
  usernameToken(credential: UsernameTokenCredential): string[];
}

export function credentialLines({ credential }: PassingRequest, write: CredentialLines): string[] {
  switch (credential.kind) {
    case 'basic':
      return write.pair(credential);
    case 'bearer':
      return [...write.pair(credential.tokenRequest.credential), ...write.token(credential)];
    case 'username-token':
      return write.usernameToken(credential);
    case 'certificate-alone':
      return [];
  }
}

/** The body with every value written out. */
export function bodyText({ body, credential }: PassingRequest): string | undefined {
  if (!body) return undefined;
  if (body.type === 'form') return body.text;
  if (body.type === 'soap') {
    if (credential.kind !== 'username-token') return body.parts.join('');
    const { nonce, seed, tranKey } = credential.signed;
    return betweenParts(body, (part) => part, [nonce, seed, tranKey]).join('');
  }
  return JSON.stringify(
    credential.kind === 'username-token' ? { auth: authOf(credential), ...body.value } : body.value,
  );
}

function authOf({ id, signed }: UsernameTokenCredential) {
  return { login: id, tranKey: signed.tranKey, nonce: signed.nonce, seed: signed.seed };
}

/** The parts of a message, each as a literal of its language, with what stands between them. */
export function betweenParts(
  { parts }: Extract<ExampleBody, { type: 'soap' }>,
  literal: (text: string) => string,
  [nonce, seed, tranKey]: readonly [string, string, string],
): string[] {
  const [first, second, third, last] = parts;
  return [literal(first), nonce, literal(second), seed, literal(third), tranKey, literal(last)];
}

/** A program of sections with a line between them; sections without lines are left out. */
export function programOf(...sections: readonly (readonly string[])[]): string {
  const written = sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return `${written.join('\n\n')}\n`;
}
