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
      ...hintOf(ruleMistake(presented)),
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

/** Why no chain leads to a trust anchor. */
function chainMistake(presented: PresentedCertificate, { subject, issuer }: CertificateFacts): string {
  if (isReversed(presented)) return reversed;
  if (subject.text === issuer.text) {
    return 'The certificate is self-signed. It must be issued by an authority that is trusted here.';
  }
  if (isComplete(presented)) {
    return 'The chain is complete, and its root is not trusted here. Is it of another environment, such as live?';
  }
  return presented.intermediates.length === 0
    ? 'The certificate came alone. Send the chain: the certificate first, then the intermediate ones. If it was ' +
        'sent, the server kept it: give clientCertificate the intermediates, or the TLS server `ca: []`.'
    : 'The chain that was sent does not reach an authority that is trusted here, or is not complete.';
}

/** Why a chain that leads to a trust anchor breaks a rule on the way. */
function ruleMistake(presented: PresentedCertificate): string | undefined {
  if (isReversed(presented)) return reversed;
  return presented.leaf.ca
    ? "This is an authority's own certificate. Send the one that it issued to the client."
    : undefined;
}

const reversed = "The chain was sent in reverse. Send the client's own certificate first, and its root last.";

/** An authority's certificate comes first, and one that it issued behind it. */
function isReversed({ leaf, intermediates }: PresentedCertificate): boolean {
  return (
    leaf.ca && intermediates.some((other) => other.issuer === leaf.subject && other.subject !== leaf.subject)
  );
}

/** By its names: from the first certificate to one that names itself. */
function isComplete({ leaf, intermediates }: PresentedCertificate): boolean {
  let last = leaf;
  for (let i = 0; i < intermediates.length; i += 1) {
    const issuer = intermediates.find(({ subject }) => subject === last.issuer);
    if (!issuer) return false;
    if (issuer.subject === issuer.issuer) return true;
    last = issuer;
  }
  return false;
}
