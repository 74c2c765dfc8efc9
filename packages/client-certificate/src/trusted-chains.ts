import type { X509Certificate } from 'node:crypto';
import type { PresentedCertificate } from '@countersign/core';
import { LRUCache } from 'lru-cache';
import { type CertificateFacts, readFacts } from './certificate-facts.ts';
import { type BrokenRule, brokenRule } from './chain-rules.ts';
import { issuersOf } from './issuers.ts';
import { isInDate } from './validity.ts';

/** Leaf first, trust anchor last. */
export type Chain = readonly [leaf: CertificateFacts, ...issuers: CertificateFacts[]];

export type ChainSearch =
  | { readonly chain: Chain }
  /** `broken` where a chain leads to a trust anchor, and breaks a rule on the way. */
  | { readonly chain: undefined; readonly broken: BrokenRule | undefined };

export interface TrustedChains {
  /**
   * A chain from this leaf to a trust anchor in which every signature holds and no rule is broken: one whose
   * issuers are in date, if there is one. Whether the leaf is in date is not asked.
   */
  find(presented: PresentedCertificate, leaf: CertificateFacts, now: number): ChainSearch;
}

/** Chains remembered: one a client certificate, so as many as partners call in turn. */
const REMEMBERED_CHAINS = 1000;

/** Certificates beside the leaf that are looked at, of those that a client sent. */
const MAX_PRESENTED = 8;

/**
 * Chains to these trust anchors, remembered by the fingerprint of their leaf. A remembered chain is no remembered
 * verdict: which chain a leaf has does not change, and everything that does is checked on every request. It also
 * lets a resumed TLS session through, which brings the leaf alone.
 */
export function trustedChains(
  trustAnchors: readonly X509Certificate[],
  intermediates: readonly X509Certificate[],
): TrustedChains {
  const remembered = new LRUCache<string, Chain>({ max: REMEMBERED_CHAINS });
  const known = new Set([...trustAnchors, ...intermediates].map(({ fingerprint256 }) => fingerprint256));

  return {
    find(presented, leaf, now) {
      const before = remembered.get(leaf.fingerprint256);
      if (before && areIssuersInDate(before, now)) return { chain: before };

      const sent = presented.intermediates
        .slice(0, MAX_PRESENTED)
        .filter(({ fingerprint256 }) => !known.has(fingerprint256));
      let outOfDate = before;
      let broken: BrokenRule | undefined;
      for (const issuers of issuersOf(presented.leaf, trustAnchors, [...intermediates, ...sent])) {
        const chain = readChain(leaf, issuers);
        if (!chain) continue;
        const rule = brokenRule(chain);
        if (rule) broken ??= rule;
        else if (areIssuersInDate(chain, now)) {
          remembered.set(leaf.fingerprint256, chain);
          return { chain };
        } else outOfDate ??= chain;
      }
      return outOfDate ? { chain: outOfDate } : { chain: undefined, broken };
    },
  };
}

function readChain(leaf: CertificateFacts, issuers: readonly X509Certificate[]): Chain | undefined {
  try {
    return [leaf, ...issuers.map(readFacts)];
  } catch {
    return undefined;
  }
}

function areIssuersInDate([, ...issuers]: Chain, now: number): boolean {
  return issuers.every((facts) => isInDate(facts, now));
}
