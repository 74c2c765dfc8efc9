import {
  absent,
  accepted,
  type CertificateDirectory,
  challenge,
  checkedRealm,
  checkOptionTypes,
  checkSchemeOptions,
  defineVerifier,
  type NotAccepted,
  type Principal,
  problemDetails,
  refuseAccount,
  refuseInsecureTransport,
  rejected,
  type SchemeOptions,
  statusOf,
  type Verifier,
} from '@countersign/core';
import { attachedAccount } from './attached-account.ts';
import { explainChain, explainLeaf } from './explain-certificate.ts';
import type { CertificateProxies } from './proxies/certificate-proxies.ts';
import { presentedCertificates } from './proxies/presented-certificates.ts';
import type { Psd2 } from './psd2/read-psd2.ts';
import { type CertificateSource, readAuthorities } from './read-certificates.ts';
import { type Leaf, leafReader } from './read-leaf.ts';
import { refuseRevoked } from './revocation/refuse-revoked.ts';
import type { RevocationCheck } from './revocation/revocation-check.ts';
import { trustedChains } from './trusted-chains.ts';
import { refuseOutOfDate } from './validity.ts';

export interface ClientCertificateOptions extends SchemeOptions {
  /** Which accounts a certificate is attached to, such as `memoryDirectory([…])`. Asked on every request. */
  readonly directory: CertificateDirectory;
  /** The authorities whose certificates are trusted, as PEM text or X509Certificate: one to many. */
  readonly trustAnchors: CertificateSource | readonly CertificateSource[];
  /**
   * Authorities between a trust anchor and clients, for clients that do not send them. Trusted as far as their
   * signatures hold. A resumed TLS session brings the client's own certificate alone, and what came with it at
   * first is known to the process that verified it: give the intermediates where several processes share TLS
   * sessions, or where something else takes the certificate from the socket first.
   */
  readonly intermediates?: CertificateSource | readonly CertificateSource[] | undefined;
  /**
   * Whether a certificate counts as attached only where its issuer is attached too. Default true: serial numbers
   * are unique for one issuer alone. An issuer that is attached is compared in any case.
   */
  readonly requireIssuer?: boolean | undefined;
  /** Proxies that end the client's TLS connection, and how they hand its certificate on. Default: nobody's word counts. */
  readonly proxies?: CertificateProxies | undefined;
  /**
   * Whether a certificate was revoked, such as `revocationCheck()`. Asked on every request with a certificate that is
   * attached to an account. Absent: revocation is not checked.
   */
  readonly revocation?: RevocationCheck | undefined;
}

/** Who a client certificate belongs to, and which one it is. */
export interface CertificatePrincipal extends Principal {
  /** Lower-case hexadecimal without leading zeros. */
  readonly serialNumber: string;
  readonly commonName: string;
  /** The issuer's distinguished name (RFC 4514). */
  readonly issuer: string;
  /** SHA-256 of the certificate: upper-case hexadecimal with colons. */
  readonly fingerprint256: string;
  /** Milliseconds since the epoch. */
  readonly notAfter: number;
  /** What a QWAC for PSD2 says of its holder. Absent: the certificate is none. Demand a role with `psd2Role`. */
  readonly psd2?: Psd2;
}

/**
 * The certificate that a client proved to hold in the TLS handshake, with this server or with a proxy that is
 * trusted to say so (`proxies`): chains to a trust anchor, in date, and equal
 * in serial number, common name and issuer to one that is attached to an account. The server requests it and does
 * not reject: `requestCert: true, rejectUnauthorized: false, ca: []`. What Node itself made of the certificate
 * (`socket.authorized`) is not asked, and every request is checked, whenever the handshake was. `ca: []` because
 * Node.js 24.21 hands on the client's certificate without its chain where it could verify the chain itself; give
 * `intermediates` where the server must have a `ca`.
 *
 * Reasons, in order: `certificate-malformed`, `certificate-untrusted`, `certificate-expired` and
 * `certificate-not-yet-valid` (of any certificate of the chain), `certificate-not-attached`, `certificate-revoked`
 * and `certificate-status-unknown` (with `revocation`), `account-inactive`, `account-expired`, `credentials-expired`,
 * `address-not-allowed`; and `insecure-transport`.
 *
 * @throws TypeError when an option is unusable.
 * @see RFC 5280, section 6; RFC 8446, section 4.4.2
 */
export function clientCertificate(options: ClientCertificateOptions): Verifier<CertificatePrincipal> {
  const { directory, requireIssuer = true, clock = Date.now } = options;
  if (typeof directory?.findBySerialNumber !== 'function') {
    throw new TypeError('directory must have findBySerialNumber(serialNumber), such as memoryDirectory([…])');
  }
  checkSchemeOptions(options);
  checkOptionTypes(options, { requireIssuer: 'boolean' });
  if (options.revocation !== undefined && typeof options.revocation?.statusOf !== 'function') {
    throw new TypeError('revocation must have statusOf(chain), such as revocationCheck()');
  }
  const trustAnchors = readAuthorities(options.trustAnchors, 'trustAnchors');
  if (trustAnchors.length === 0) throw new TypeError('trustAnchors must hold at least one certificate');
  const intermediates = readAuthorities(options.intermediates ?? [], 'intermediates');
  const chains = trustedChains(trustAnchors, intermediates);
  const readLeaf = leafReader();
  const certificates = presentedCertificates(options.proxies);
  const challenged = [challenge('ClientCertificate', { realm: checkedRealm(options.realm ?? 'API') })];
  const challenges = (verdict: NotAccepted) => (statusOf(verdict) === 401 ? challenged : []);

  return defineVerifier({
    scheme: 'client-certificate',
    onVerdict: options.onVerdict,
    claimant: (request) => (certificates.isPresent(request) ? {} : undefined),
    challenges,
    // A client with several credentials to send has to know which of them is missing.
    refuse: (verdict) =>
      problemDetails(verdict, challenges(verdict), verdict.outcome === 'absent' ? absentDetail : undefined),
    async check(request, explain) {
      const presented = certificates.find(request, explain);
      if (!presented) return absent;
      const insecure = options.requireTls && refuseInsecureTransport(request, explain);
      if (insecure) return insecure;

      if ('malformed' in presented) return rejected('certificate-malformed');
      const leaf = readLeaf(presented.leaf);
      if (explain) explainLeaf(leaf, explain);
      if ('malformed' in leaf) return rejected('certificate-malformed');
      const { facts, identity } = leaf;

      const now = clock();
      const search = chains.find(presented, facts, now);
      if (explain) explainChain(search, presented, facts, explain);
      if (!search.chain) return rejected('certificate-untrusted');
      const outOfDate = refuseOutOfDate(search.chain, now, explain);
      if (outOfDate) return outOfDate;

      const sent = { ...identity, fingerprint256: facts.fingerprint256 };
      const account = await attachedAccount(directory, sent, requireIssuer, explain);
      if (!account) return rejected('certificate-not-attached');
      const refused =
        options.revocation && (await refuseRevoked(options.revocation, search.chain, account, explain));
      if (refused) return refused;
      return refuseAccount(account, request, explain) ?? accepted(principalOf(account.id, leaf));
    },
  });
}

const absentDetail = 'A client certificate is required, and none was sent in the TLS handshake.';

function principalOf(account: string, { facts, identity, psd2 }: Leaf): CertificatePrincipal {
  const { fingerprint256, notAfter } = facts;
  const stated = psd2 && 'psd2' in psd2 ? psd2 : {};
  return { account, ...identity, fingerprint256, notAfter, ...stated };
}
