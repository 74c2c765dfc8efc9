import type { X509Certificate } from 'node:crypto';
import { type Explanation, hintOf, type InboundRequest, type PresentedCertificate } from '@countersign/core';
import type { CertificateFacts } from './certificate-facts.ts';
import type { Psd2Reading } from './psd2/read-psd2.ts';
import type { Leaf, MalformedLeaf } from './read-leaf.ts';
import type { ChainSearch } from './trusted-chains.ts';

export function explainAbsent({ transport }: InboundRequest, explain: Explanation): void {
  explain.push({
    check: 'client certificate',
    outcome: 'failed',
    detail: transport.secure ? 'no certificate was sent' : 'the connection is not TLS',
    hint: 'A certificate is sent in the TLS handshake, with its key: curl --cert chain.pem --key key.pem https://…',
  });
}

export function explainLeaf(leaf: Leaf | MalformedLeaf, explain: Explanation): void {
  if ('malformed' in leaf) {
    explain.push({ check: 'client certificate', outcome: 'failed', detail: leaf.malformed });
    return;
  }
  const { facts, identity, psd2 } = leaf;
  explain.push({
    check: 'client certificate',
    outcome: 'passed',
    detail: `${facts.subject.text}, serial number ${identity.serialNumber}`,
  });
  if (psd2) explainPsd2(psd2, explain);
}

function explainPsd2(psd2: NonNullable<Psd2Reading>, explain: Explanation): void {
  const check = 'qualified certificate';
  if ('notQualified' in psd2) {
    explain.push({ check, outcome: 'failed', detail: `is no QWAC for PSD2: it ${psd2.notQualified}` });
  } else {
    const { organizationIdentifier, roles } = psd2.psd2;
    explain.push({
      check,
      outcome: 'passed',
      detail: `QWAC of ${organizationIdentifier}: ${roles.join(', ') || 'no role'}`,
    });
  }
}

export function explainChain(
  search: ChainSearch,
  presented: PresentedCertificate,
  leaf: CertificateFacts,
  explain: Explanation,
): void {
  if (search.chain) {
    const names = search.chain.map(({ subject }) => subject.text);
    explain.push({ check: 'trusted chain', outcome: 'passed', detail: names.join(' ← ') });
  } else if (search.broken) {
    const { subject, detail } = search.broken;
    explain.push({
      check: 'trusted chain',
      outcome: 'failed',
      detail: `${subject} ${detail}`,
      ...hintOf(authorityMistake(presented)),
    });
  } else {
    explain.push({
      check: 'trusted chain',
      outcome: 'failed',
      detail: `issued by ${leaf.issuer.text}, from where no chain leads to a trust anchor`,
      hint: chainMistake(presented, leaf),
    });
  }
}

function chainMistake(presented: PresentedCertificate, facts: CertificateFacts): string {
  const { intermediates } = presented;
  const mistake = authorityMistake(presented);
  if (mistake) return mistake;
  if (facts.subject.text === facts.issuer.text) {
    return 'The certificate is self-signed. It must be issued by an authority that is trusted here.';
  }
  if (intermediates.some(isRoot)) {
    return 'The chain is complete, and its root is not trusted here. Is it of another environment, such as live?';
  }
  return intermediates.length === 0
    ? 'The certificate came alone. Send the chain: the certificate first, then the intermediate ones. If it was ' +
        'sent, the server kept it: give clientCertificate the intermediates, or the TLS server `ca: []`.'
    : 'The chain that was sent does not reach an authority that is trusted here, or is not complete.';
}

/** Why an authority's own certificate was sent for a client's: its chain begins at the wrong end, or it was mistaken. */
function authorityMistake({ leaf, intermediates }: PresentedCertificate): string | undefined {
  if (!leaf.ca) return undefined;
  return intermediates.some((other) => other.issuer === leaf.subject && other.subject !== leaf.subject)
    ? "The chain was sent in reverse. Send the client's own certificate first, and its root last."
    : "This is an authority's own certificate. Send the one that it issued to the client.";
}

function isRoot({ subject, issuer }: X509Certificate): boolean {
  return subject === issuer;
}
