import { randomUUID } from 'node:crypto';
import {
  type Clock,
  checkOptionTypes,
  type IssuedToken,
  parseAddress,
  type TokenIssuer,
} from '@countersign/core';
import { SignJWT } from 'jose/jwt/sign';
import { checkedNames } from './claim-policy.ts';
import { type KeyMaterial, keyObjectOf } from './key-material.ts';
import { checkedScopes } from './scopes.ts';
import { algorithmsOf, checkedAlgorithms, needsOf, type SignatureAlgorithm } from './signature-algorithm.ts';

export interface TokenIssuerOptions {
  /** A shared secret, or a private key. */
  readonly key: KeyMaterial;
  /** The key's id, written into each token, so that keys can rotate. Default: none. */
  readonly kid?: string | undefined;
  readonly algorithm: SignatureAlgorithm;
  /** A whole number of seconds from `iat` to `exp`: 600 for Pledg, 300 for a ConnectPay user. */
  readonly lifetimeSeconds: number;
  /** `iss`. Default: none. */
  readonly issuer?: string | undefined;
  /** `aud`. Default: none. */
  readonly audience?: string | readonly string[] | undefined;
  /** `typ` in the header. Default `JWT`. */
  readonly type?: string | undefined;
  /** The claim that names the account. Default `sub`. */
  readonly accountClaim?: string | undefined;
  /** The claim that holds the address a token is issued to. Default `psu_ip`. */
  readonly psuIpClaim?: string | undefined;
  readonly clock?: Clock | undefined;
}

/** Who gets a token, and what it may say. */
export interface TokenGrant {
  readonly account: string;
  readonly scopes?: readonly string[] | undefined;
  /** Binds the token to one IPv4 or IPv6 address. Default: it is bound to none. */
  readonly psuIpAddress?: string | undefined;
  /** More claims, of other names than those the issuer sets. */
  readonly claims?: Readonly<Record<string, unknown>> | undefined;
}

export interface AccessToken extends IssuedToken {
  /** Its `jti`. */
  readonly tokenId: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

export interface AccessTokenIssuer extends TokenIssuer {
  /** @throws TypeError for a grant that no token can say: wrong configuration or a bug, so check a client's wishes first. */
  issue(grant: TokenGrant): Promise<AccessToken>;
}

/**
 * Issues access tokens: signed JWTs with `iat`, `exp`, a random `jti`, the account and its scopes (RFC 7519).
 *
 * @throws TypeError when an option is unusable: a key that does not fit the algorithm, a public key, a short secret.
 */
export function tokenIssuer(options: TokenIssuerOptions): AccessTokenIssuer {
  const { kid, issuer, audience, type = 'JWT', lifetimeSeconds, clock = Date.now } = options;
  const { accountClaim = 'sub', psuIpClaim = 'psu_ip' } = options;
  checkOptionTypes(options, {
    kid: 'string',
    issuer: 'string',
    type: 'string',
    accountClaim: 'string',
    psuIpClaim: 'string',
    clock: 'function',
  });
  checkedNames('audience', audience);
  if (new Set([accountClaim, psuIpClaim, ...REGISTERED]).size < 2 + REGISTERED.length) {
    throw new TypeError(
      `accountClaim and psuIpClaim must be two claims, and none of ${REGISTERED.join(', ')}`,
    );
  }
  const [algorithm] = checkedAlgorithms([options.algorithm], 'algorithm');
  const key = keyObjectOf(options.key, 'private', 'key');
  if (!algorithm || !algorithmsOf(key).includes(algorithm)) {
    throw new TypeError(`key does not fit ${options.algorithm}, which takes ${needsOf(options.algorithm)}`);
  }
  if (!Number.isSafeInteger(lifetimeSeconds) || lifetimeSeconds < 1) {
    throw new TypeError('lifetimeSeconds must be a whole number of seconds, 1 or more, such as 600');
  }
  const header = { typ: type, alg: algorithm, ...(kid !== undefined && { kid }) };

  return {
    async issue(grant) {
      const issuedAt = Math.floor(clock() / 1000);
      const expiresAt = issuedAt + lifetimeSeconds;
      const tokenId = randomUUID();
      const claims = {
        ...(issuer !== undefined && { iss: issuer }),
        ...(audience !== undefined && { aud: typeof audience === 'string' ? audience : [...audience] }),
        ...claimsOf(grant, accountClaim, psuIpClaim),
        iat: issuedAt,
        exp: expiresAt,
        jti: tokenId,
      };
      checkClaims(grant.claims, claims);
      const accessToken = await new SignJWT({ ...grant.claims, ...claims })
        .setProtectedHeader(header)
        .sign(key);
      return { accessToken, expiresInSeconds: lifetimeSeconds, tokenId, expiresAt: expiresAt * 1000 };
    },
  };
}

function claimsOf(
  { account, scopes = [], psuIpAddress }: TokenGrant,
  accountClaim: string,
  psuIpClaim: string,
) {
  if (typeof account !== 'string' || account === '') {
    throw new TypeError('account must be a string that is not empty');
  }
  const scope = checkedScopes(scopes).join(' ');
  const address = psuIpAddress === undefined ? undefined : parseAddress(psuIpAddress);
  if (psuIpAddress !== undefined && !address) {
    throw new TypeError('psuIpAddress must be one literal IPv4 or IPv6 address');
  }
  return {
    [accountClaim]: account,
    ...(scope !== '' && { scope }),
    ...(address && { [psuIpClaim]: address.toString() }),
  };
}

const REGISTERED = ['iss', 'aud', 'exp', 'nbf', 'iat', 'jti', 'scope'];

function checkClaims(extra: TokenGrant['claims'], own: object): void {
  const taken = Object.keys(extra ?? {}).find(
    (name) => REGISTERED.includes(name) || Object.hasOwn(own, name),
  );
  if (taken) throw new TypeError(`claims: ${taken} is for the issuer to set`);
}
