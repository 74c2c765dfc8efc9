import { identityFaults } from '../certificate-identity.ts';
import { brokenRules, type ChainRule } from '../chain-rules.ts';
import type { Arrangement } from './arrangement.ts';
import { type Finding, fault } from './finding.ts';
import type { FiledCertificate } from './read-chain-file.ts';

/** What is wrong with each certificate of the chain. */
export function inspectCertificates({ segments, isRooted }: Arrangement, now: number): Finding[] {
  const [[leaf]] = segments;
  const chain = segments.flat();
  return [
    ...inspectRules(chain, isRooted),
    ...chain.flatMap((one) => inspectDates(one, now)),
    ...inspectUsage(leaf),
    ...identityFaults(leaf.facts).map(({ code, malformed }) =>
      fault(code, `${capitalised(malformed)}. ${remedies[code]}`, leaf),
    ),
  ];
}

function inspectRules(chain: readonly FiledCertificate[], isRooted: boolean): Finding[] {
  const broken = brokenRules(
    chain.map(({ facts }) => facts),
    { anchored: isRooted },
  );
  return [...broken].map(({ rule, position, detail }) =>
    fault(rule, `The certificate ${detail}. ${remedies[rule]}`, chain[position]),
  );
}

function inspectDates(one: FiledCertificate, now: number): Finding[] {
  const { notBefore, notAfter } = one.facts;
  if (now < notBefore) {
    const message = `The certificate is not valid before ${iso(notBefore)}. Hand it in then, or get one that is valid now.`;
    return [fault('not-yet-valid', message, one)];
  }
  if (now <= notAfter) return [];
  return [
    fault('expired', `The certificate expired at ${iso(notAfter)}. Get a new one from its issuer.`, one),
  ];
}

function inspectUsage(leaf: FiledCertificate): Finding[] {
  if (leaf.facts.extendedKeyUsages) return [];
  const message = `The certificate does not say what it is for. ${remedies['usage-not-client-auth']}`;
  return [fault('usage-missing', message, leaf)];
}

const anotherIntermediate = 'Get a certificate that is issued from another intermediate of the authority.';
const oneCommonName = 'Get a certificate with exactly one common name (CN) in its subject.';
const aClients = 'Get a certificate that is issued for a client, and put it first.';

const remedies: Readonly<Record<ChainRule | ReturnType<typeof identityFaults>[number]['code'], string>> = {
  'unknown-critical-extension': 'Get one without that extension: what is not understood is refused.',
  'weak-key': 'Get one for a new key: RSA of 2,048 bits or more, ECDSA on P-256 or larger, or Ed25519.',
  'weak-signature': 'Get one that is signed over SHA-256 or better.',
  'leaf-is-ca': aClients,
  'usage-not-signature': 'Get one with the key usage digitalSignature: a client signs the TLS handshake.',
  'usage-not-client-auth':
    'Get one with the extended key usage clientAuth, TLS Web Client Authentication (1.3.6.1.5.5.7.3.2).',
  'issuer-not-ca':
    'What issues certificates has the basic constraint CA:TRUE. Put the certificate of the authority here.',
  'issuer-without-cert-sign': `What issues certificates has the key usage keyCertSign. ${anotherIntermediate}`,
  'issuer-not-for-client-auth': anotherIntermediate,
  'path-length-exceeded': `${anotherIntermediate} This one was not allowed to make authorities of its own.`,
  'serial-number-negative':
    'Get a certificate with a serial number that is positive (RFC 5280, section 4.1.2.2).',
  'serial-number-too-long':
    'Get a certificate with a serial number of 20 bytes at most (RFC 5280, section 4.1.2.2).',
  'common-name-missing': oneCommonName,
  'several-common-names': oneCommonName,
  'common-name-unusable': oneCommonName,
};

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
