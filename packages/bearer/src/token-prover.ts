import { hash } from 'node:crypto';
import {
  type Explanation,
  headerBytesOf,
  hintOf,
  type Rejected,
  readHeader,
  rejected,
} from '@countersign/core';
import { JOSEError } from 'jose/errors';
import { compactVerify } from 'jose/jws/compact/verify';
import { LRUCache } from 'lru-cache';
import { algorithmHint, formHint, issuerHint, joined, keyHint } from './hints.ts';
import { importedKeys } from './imported-keys.ts';
import type { KeySet } from './key-set.ts';
import { checkedAlgorithms, needsOf, type SignatureAlgorithm } from './signature-algorithm.ts';
import { type ClaimsToRead, claimsReader, type TokenClaims } from './token-claims.ts';
import type { VerificationKey } from './verification-key.ts';

/** A token whose signature holds. What it says is still to be judged. */
export interface ProvenToken {
  /** The key that proved it. */
  readonly key: VerificationKey;
  /** `typ` of its header. */
  readonly type: string | undefined;
  readonly claims: TokenClaims;
}

export interface TokenProverOptions extends ClaimsToRead {
  readonly keys: KeySet;
  readonly algorithms: readonly SignatureAlgorithm[];
  /** Proven tokens that are remembered; 0 for none. */
  readonly rememberedTokens: number;
  /** Whose tokens are taken. Judged elsewhere: here, for the explanation alone. */
  readonly issuers?: readonly string[] | undefined;
}

export type TokenProver = (
  token: string,
  explain: Explanation | undefined,
) => ProvenToken | Rejected | Promise<ProvenToken | Rejected>;

/**
 * From the text of a token to its claims: form, algorithm, key, signature, in this order. A proven token is
 * remembered by its SHA-256, for as long as the key that proved it is still the one in the key set.
 *
 * @throws TypeError for an empty or unknown algorithm, and for an algorithm that no key fits.
 */
export function tokenProver(options: TokenProverOptions): TokenProver {
  const { keys } = options;
  const algorithms = checkedAlgorithms(options.algorithms, 'algorithms');
  checkFit(keys, algorithms);
  const readClaims = claimsReader(options);
  const importedKey = importedKeys();
  const remembered = rememberedUnder(keys, options.rememberedTokens);

  return (token, explain) => {
    // Only canonical text is ever remembered, and every other has another digest: what is found here is canonical.
    const digest = hash('sha256', token, 'binary');
    const known = remembered?.get(digest);
    if (known) {
      explain?.push({
        check: 'signature',
        outcome: 'passed',
        detail: 'held before, under a key still in use',
      });
      return known;
    }

    const headerBytes = headerBytesOf(token);
    if (!headerBytes) {
      const detail = 'not three parts of canonical base64url (RFC 7515, section 3.1)';
      return refuse('token-malformed', 'token', detail, explain, () => formHint(token));
    }
    const header = readHeader(headerBytes);
    if ('malformed' in header) return refuse('token-malformed', 'token', header.malformed, explain);
    explain?.push({ check: 'token', outcome: 'passed', detail: 'header, claims and signature' });

    const algorithm = algorithms.find((allowed) => allowed === header.algorithm);
    if (!algorithm) {
      const detail = `must be ${algorithms.join(' or ')}`;
      return refuse('token-algorithm-not-allowed', 'algorithm', detail, explain, () =>
        joined(algorithmHint(header.algorithm, algorithms), issuerHint(token, options.issuers)),
      );
    }
    const key = keys.find(header.kid);
    if (!key) {
      const detail =
        header.kid === undefined ? 'the token names none, and needs to' : 'there is none of this kid';
      return refuse('token-key-unknown', 'key', detail, explain, () => keyHint(token, options.issuers));
    }
    if (!key.algorithms.includes(algorithm)) {
      return refuse('token-algorithm-not-allowed', 'algorithm', `${algorithm} is not for this key`, explain);
    }
    explain?.push({ check: 'key', outcome: 'passed', detail: `known, and for ${algorithm}` });

    return compactVerify(token, importedKey(key, algorithm), { algorithms: [algorithm] }).then(
      ({ payload }) => {
        explain?.push({ check: 'signature', outcome: 'passed', detail: algorithm });
        const claims = readClaims(payload);
        if ('reason' in claims) return refuse(claims.reason, 'claims', claims.detail, explain);
        explain?.push({ check: 'claims', outcome: 'passed', detail: `for ${claims.account}` });
        const proven = { key, type: header.type, claims };
        remembered?.set(digest, proven);
        return proven;
      },
      (error: unknown) => {
        // Form, algorithm and key were found right before: what is left for jose to refuse is the signature.
        if (!(error instanceof JOSEError)) throw error;
        const detail = 'was made with another key, or over another text';
        return refuse('proof-mismatch', 'signature', detail, explain, () => keyHint(token, options.issuers));
      },
    );
  };
}

/** Bounded, least recently used first to go. A token is forgotten with the key that proved it. */
function rememberedUnder(keys: KeySet, max: number) {
  if (!Number.isSafeInteger(max) || max < 0) {
    throw new TypeError('rememberedTokens must be a whole number of tokens, such as 10000, or 0 for none');
  }
  if (max === 0) return undefined;
  const tokens = new LRUCache<string, ProvenToken>({ max });
  return {
    get(digest: string): ProvenToken | undefined {
      const token = tokens.get(digest);
      if (!token || keys.find(token.key.kid) === token.key) return token;
      tokens.delete(digest);
      return undefined;
    },
    set: (digest: string, token: ProvenToken) => void tokens.set(digest, token),
  };
}

function checkFit(keys: KeySet, algorithms: readonly SignatureAlgorithm[]): void {
  const fitting = new Set([...keys.keys()].flatMap((key) => key.algorithms));
  const unused = algorithms.find((algorithm) => !fitting.has(algorithm));
  if (unused) throw new TypeError(`algorithms: no key is for ${unused}, which takes ${needsOf(unused)}`);
}

function refuse(
  reason: Rejected['reason'],
  check: string,
  detail: string,
  explain: Explanation | undefined,
  mistake?: () => string | undefined,
): Rejected {
  explain?.push({ check, outcome: 'failed', detail, ...hintOf(mistake?.()) });
  return rejected(reason);
}
