import type { BearerSubject, Signing } from '../cases/bearer/bearer-subject.ts';
import type { Dialect } from '../dialect.ts';
import type { OutboundRequest } from '../request.ts';
import { sign } from '../sign/index.ts';
import type { Credentials } from './credentials.ts';

/** `request`, `signing` or `tokenEndpoint`, and whatever there is of the rest. */
export function bearerSubject(
  credentials: Credentials,
  known: {
    readonly dialect: Dialect;
    readonly request?: OutboundRequest;
    readonly revocation?: OutboundRequest;
    readonly lifetimeSeconds?: number;
  },
): BearerSubject {
  return {
    dialect: known.dialect,
    request: credentials.request('request', known.request),
    signing: signingOf(credentials.optionalPart('signing'), known.lifetimeSeconds),
    tokenRequest: tokenRequestOf(credentials.optionalPart('tokenEndpoint')),
    psuIpAddress: credentials.optionalText('psuIpAddress'),
    psuIpClaim: credentials.optionalText('psuIpClaim'),
    inactiveClaims: credentials.optionalObject('inactiveClaims'),
    revocation: credentials.optionalRequest('revocation') ?? known.revocation,
  };
}

function signingOf(signing: Credentials | undefined, lifetimeSeconds = 300): Signing | undefined {
  return (
    signing && {
      algorithm: signing.text('algorithm'),
      key: signing.optionalText('secret') ?? signing.text('privateKey'),
      kid: signing.optionalText('kid'),
      type: signing.optionalText('type'),
      claims: signing.optionalObject('claims') ?? {},
      lifetimeSeconds: signing.optionalNumber('lifetimeSeconds') ?? lifetimeSeconds,
    }
  );
}

function tokenRequestOf(endpoint: Credentials | undefined): OutboundRequest | undefined {
  if (!endpoint) return undefined;
  const { headers, body } = sign.tokenRequest(endpoint.pair('client'));
  return { method: 'POST', path: endpoint.text('path'), headers: Object.entries(headers), body };
}
