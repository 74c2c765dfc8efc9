import { tokenEndpointSuite } from '../cases/token-endpoint/index.ts';
import type { TokenEndpointSubject } from '../cases/token-endpoint/token-endpoint-subject.ts';
import type { Credentials } from './credentials.ts';
import { part } from './profile.ts';

/**
 * A token endpoint for client credentials, on any server. Credentials: `path`, `client` (`{ "id", "secret" }`), and
 * `inactiveClient` and `lifetimeSeconds` where they are known.
 */
export const tokenEndpointProfile = part(tokenEndpointSuite, (credentials) =>
  tokenEndpointSubject(credentials, {}),
);

export function tokenEndpointSubject(
  credentials: Credentials,
  known: { readonly path?: string; readonly lifetimeSeconds?: number },
): TokenEndpointSubject {
  return {
    path: credentials.optionalText('path') ?? known.path ?? credentials.text('path'),
    client: credentials.pair('client'),
    inactiveClient: credentials.optionalPair('inactiveClient'),
    lifetimeSeconds: credentials.optionalNumber('lifetimeSeconds') ?? known.lifetimeSeconds,
  };
}
