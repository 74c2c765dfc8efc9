import type { InboundHeaders } from './inbound-request.ts';

/** What a header holds for one scheme. */
export type CredentialHeader =
  | { readonly kind: 'absent' }
  | { readonly kind: 'malformed'; readonly detail: string }
  | { readonly kind: 'present'; readonly credentials: string };

/** Characters of a credential header that are parsed at all. */
export const CREDENTIAL_HEADER_LIMIT = 8192;

/** The one value of a header that carries a credential. Sent twice, or past the bound: malformed. */
export function singleHeader(headers: InboundHeaders, name: string): CredentialHeader {
  const values = headers.all(name);
  const value = values[0];
  if (value === undefined) return { kind: 'absent' };
  if (values.length > 1) return { kind: 'malformed', detail: `${name} was sent ${values.length} times` };
  if (value.length > CREDENTIAL_HEADER_LIMIT) {
    return { kind: 'malformed', detail: `${name} is longer than ${CREDENTIAL_HEADER_LIMIT} characters` };
  }
  return { kind: 'present', credentials: value };
}

/**
 * The credentials of one scheme in `Authorization` (RFC 9110, section 11.4): scheme name, case-insensitive,
 * one or more spaces, the rest. Another scheme counts as absent; the header sent twice is malformed.
 */
export function authorizationFor(scheme: string, headers: InboundHeaders): CredentialHeader {
  const header = singleHeader(headers, 'authorization');
  if (header.kind !== 'present') return header;
  const value = header.credentials;
  const space = value.indexOf(' ');
  const name = space === -1 ? value : value.slice(0, space);
  if (!isSameName(name, scheme)) return { kind: 'absent' };
  // Spaces alone: what else a server may take for white space would be a second spelling of one credential.
  let from = name.length;
  while (value[from] === ' ') from += 1;
  if (from === value.length) return { kind: 'malformed', detail: `nothing after "${scheme}"` };
  return { kind: 'present', credentials: value.slice(from) };
}

function isSameName(name: string, scheme: string): boolean {
  return name === scheme || (name.length === scheme.length && name.toLowerCase() === scheme.toLowerCase());
}
