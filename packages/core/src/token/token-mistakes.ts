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
  if (body.kind === 'json') return `the body is JSON: ${right}`;
  if (body.kind !== 'absent') return right;
  return /[?&]grant_type=/.test(target) ? 'the grant type is in the URL: it belongs in the body' : right;
}

/** Why a grant type is none that is taken. */
export function grantMistake(parameters: URLSearchParams): string | undefined {
  const grantType = parameters.get('grant_type') ?? '';
  if (/^\W*client\W?_?credentials?\W*$/i.test(grantType)) {
    return 'write the grant type as it is: client_credentials';
  }
  return grantType === ''
    ? undefined
    : 'this endpoint gives tokens to clients for themselves: its one grant type is client_credentials';
}
