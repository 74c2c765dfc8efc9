import { randomUUID } from 'node:crypto';
import { CaseFailed, type ContractCase, type Exchange, needed } from '../../contract-case.ts';
import type { Dialect } from '../../dialect.ts';
import { type Header, type OutboundRequest, withHeaders } from '../../request.ts';
import type { TokenKey } from '../../sign/right-token.ts';
import { type SignTokenOptions, token } from '../../sign/token.ts';

/** What the cases of bearer tokens need to know. */
export interface BearerSubject {
  readonly dialect: Dialect;
  /** What a token is good for, without one. */
  readonly request: OutboundRequest;
  /** The key that the server believes, and what its tokens say. */
  readonly signing?: Signing | undefined;
  /** Where to get a token that is accepted, for who does not have the key. */
  readonly tokenRequest?: OutboundRequest | undefined;
  /** Sent as `PSU-IP-Address` with every request; absent where the server does not want one. */
  readonly psuIpAddress?: string | undefined;
  /** The claim that binds a token to one such address. */
  readonly psuIpClaim?: string | undefined;
  /** What a token of an account that is not active says in place of `signing.claims`. */
  readonly inactiveClaims?: Claims | undefined;
  /** What ends the token that it is sent with. */
  readonly revocation?: OutboundRequest | undefined;
}

export type Claims = Readonly<Record<string, unknown>>;

export interface Signing extends TokenKey {
  /** Beside the times and the `jti`, which every token gets of its own. */
  readonly claims: Claims;
  /** The lifetime of a token, which is also the longest that the server allows. */
  readonly lifetimeSeconds: number;
  /** `typ` of the header, where the server wants one. */
  readonly type?: string | undefined;
}

export type BearerCase = ContractCase<BearerSubject>;

/** Seconds since the epoch. The server's clock is another: what is close to a limit is no case. */
export const now = () => Math.floor(Date.now() / 1000);

/** @throws CaseSkipped where the key is not known */
export function signing(subject: BearerSubject): Signing {
  return needed(subject.signing, 'signing: the key that tokens are signed with, and what they claim');
}

/**
 * A token like those that are accepted, but for what is asked for.
 * @throws CaseSkipped where the key is not known
 */
export function signed(
  subject: BearerSubject,
  but: Partial<Pick<SignTokenOptions, 'claims' | 'header' | 'key' | 'algorithm' | 'fault'>> = {},
): Promise<string> {
  const { type, claims, ...known } = signing(subject);
  return token({
    ...known,
    ...but,
    claims: { jti: randomUUID(), ...claims, ...but.claims },
    header: { ...(type !== undefined && { typ: type }), ...but.header },
  });
}

/** A token that must be accepted: signed here, or got from the server. */
export async function freshToken(subject: BearerSubject, { send }: Exchange): Promise<string> {
  if (subject.signing) return signed(subject);
  const request = needed(subject.tokenRequest, 'signing, or a tokenEndpoint to get tokens from');
  const { json, status } = await send(request);
  const body = typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : {};
  const issued = body.access_token ?? body.accessToken;
  if (typeof issued === 'string') return issued;
  throw new CaseFailed(`the token endpoint must issue a token, and answered ${status} without one`);
}

export function withToken(subject: BearerSubject, accessToken: string): OutboundRequest {
  return withAuthorization(subject, `Bearer ${accessToken}`);
}

/** The request with these very values of `Authorization`. */
export function withAuthorization(subject: BearerSubject, ...values: readonly string[]): OutboundRequest {
  return withHeaders(withoutToken(subject), ...values.map((value): Header => ['Authorization', value]));
}

/** The request, with everything but a token. */
export function withoutToken({ request, psuIpAddress }: BearerSubject): OutboundRequest {
  return psuIpAddress === undefined ? request : withHeaders(request, ['PSU-IP-Address', psuIpAddress]);
}

/** A token with other parts in place of its own, under the signature that it had. */
export function spliced(
  accessToken: string,
  parts: { header?: string; payload?: string; signature?: string },
): string {
  const [header = '', payload = '', signature = ''] = accessToken.split('.');
  return [parts.header ?? header, parts.payload ?? payload, parts.signature ?? signature].join('.');
}

/** The header or the claims of a token, changed. */
export function changed(part: string, change: Claims): string {
  const json = { ...JSON.parse(Buffer.from(part, 'base64url').toString('utf8')), ...change };
  return Buffer.from(JSON.stringify(json)).toString('base64url');
}
