import { randomUUID } from 'node:crypto';
import type { ContractCase } from '../../contract-case.ts';
import type { Dialect } from '../../dialect.ts';
import type { OutboundRequest } from '../../request.ts';
import type { Pair } from '../../sign/pair.ts';
import {
  type UsernameToken,
  type UsernameTokenFault,
  type UsernameTokenToMake,
  usernameTokenOf,
} from '../../sign/username-token.ts';

/** What the cases of a username token need to know, however it is carried. An account's id is its login. */
export interface UsernameTokenSubject {
  readonly dialect: Dialect;
  /** The request with this token where the server looks for one. */
  carry(token: UsernameToken): OutboundRequest;
  /** The server's time, in milliseconds since the epoch. */
  readonly clock: () => number;
  /** One that may use SHA-256 alone, and no token twice. */
  readonly account: Pair;
  /** Another that is accepted, with a secret of its own. */
  readonly otherAccount?: Pair | undefined;
  /** One that may use SHA-1. */
  readonly legacyAccount?: Pair | undefined;
  /** One that is known and not active. */
  readonly inactiveAccount?: Pair | undefined;
  /** One that has expired. */
  readonly expiredAccount?: Pair | undefined;
  /** One that is active, and whose secret has expired. */
  readonly accountWithExpiredSecret?: Pair | undefined;
  /** One that may not be used from where the tests run. */
  readonly accountElsewhere?: Pair | undefined;
}

export type UsernameTokenCase = ContractCase<UsernameTokenSubject>;

export interface TokenWanted extends Omit<Partial<UsernameTokenToMake>, 'login' | 'secretKey' | 'clock'> {
  /** Whose it is. Default: the account's. */
  readonly of?: Pair | undefined;
  /** Default: that of the account. */
  readonly login?: string | undefined;
  /** Default: that of the account. */
  readonly secret?: string | undefined;
  readonly fault?: UsernameTokenFault | undefined;
}

/** A token of the account, new each time. Its nonce is text that is no base64: what readers of bytes do wrong, others say. */
export function tokenOf(
  { account, clock }: UsernameTokenSubject,
  { of = account, login = of.id, secret = of.secret, fault, ...wanted }: TokenWanted = {},
): UsernameToken {
  return usernameTokenOf({ nonce: newNonce(), clock, ...wanted, login, secretKey: secret }, fault);
}

/** The request with such a token. */
export function withToken(subject: UsernameTokenSubject, wanted: TokenWanted = {}): OutboundRequest {
  return subject.carry(tokenOf(subject, wanted));
}

export function newNonce(): string {
  return `nonce-${randomUUID()}`;
}
