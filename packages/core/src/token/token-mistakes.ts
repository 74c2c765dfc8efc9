import type { InboundBody } from '../request/inbound-body.ts';
import type { InboundRequest } from '../request/inbound-request.ts';

// Names the mistake in a token request, where it can be recognised. Only asked for an explanation.

/** Why a client sent no HTTP Basic: it sent its id and secret in the body (RFC 6749, section 2.3.1). */
export function clientMistake(body: InboundBody): string | undefined {
  const inBody =
    (body.kind === 'form' && body.value.has('client_id')) ||
    (body.kind === 'json' && typeof body.value === 'object' && 'client_id' in (body.value ?? {}));
  return inBody
    ? 'the client id is in the body: send id and secret as HTTP Basic (client_secret_basic)'
    : undefined;
}

/** Why a body holds no parameters. */
export function bodyMistake(body: InboundBody, { target }: InboundRequest): string | undefined {
  const right = 'send grant_type=client_credentials with Content-Type: application/x-www-form-urlencoded';
  if (body.kind === 'too-large') return undefined;
  if (body.kind === 'json') return `the body is JSON: ${right}`;
  if (body.kind !== 'absent') return right;
  return /[?&]grant_type=/.test(target) ? 'the grant type is in the URL: it belongs in the body' : right;
}

/** Why parameters are none that are taken. */
export function grantMistake(parameters: URLSearchParams): string | undefined {
  if (parameters.get('client_secret')) return 'the client sent its secret twice: leave it out of the body';
  const misspelled = [...parameters.keys()].find((name) => /^grant\W?type$/i.test(name));
  if (misspelled !== undefined) return 'write the parameter as it is: grant_type';
  const grantType = parameters.get('grant_type') ?? '';
  if (grantType === '' || grantType === 'client_credentials') return undefined;
  return /^\W*client[\W_]?credentials?\W*$/i.test(grantType)
    ? 'write the grant type as it is: client_credentials'
    : 'this endpoint gives tokens to clients for themselves: its one grant type is client_credentials';
}
