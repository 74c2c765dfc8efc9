import { type Clock, checkOptionTypes } from '@countersign/core';
import { PSD2_ROLES, type Psd2Role } from '../psd2/read-psd2.ts';
import { type CertificateSource, readAuthorities } from '../read-certificates.ts';
import { arrange } from './arrangement.ts';
import { type EnrolmentRecord, enrolmentRecordOf } from './enrolment-record.ts';
import { advice, type Finding, type Place } from './finding.ts';
import { inspectArrangement } from './inspect-arrangement.ts';
import { inspectCertificates } from './inspect-certificates.ts';
import { inspectIssuers, inspectTrust } from './inspect-policy.ts';
import { inspectQualification } from './inspect-qualification.ts';
import { readChainFile } from './read-chain-file.ts';

export interface InspectChainOptions {
  /** Milliseconds since the epoch. Default `Date.now`. */
  readonly clock?: Clock | undefined;
  /**
   * Authorities whose certificates are not accepted, whatever else they are: an organisation (O) or a common name
   * (CN) of an issuer anywhere in the chain, letter case apart. Default none.
   */
  readonly refusedIssuers?: readonly string[] | undefined;
  /**
   * The authorities that are trusted, as `clientCertificate` has them: the root must be one of them, or be issued
   * by one. Absent: any root will do, also one that somebody made for the purpose.
   */
  readonly trustAnchors?: CertificateSource | readonly CertificateSource[] | undefined;
  /** Roles that the certificate must hold as a QWAC for PSD2, such as `['PSP_AI']`. Default none: it need be no QWAC. */
  readonly psd2Roles?: readonly Psd2Role[] | undefined;
}

export type ChainInspection =
  | {
      readonly ok: true;
      /** Advice, if anything. */
      readonly findings: readonly Finding[];
      /** What to attach to the account. */
      readonly record: EnrolmentRecord;
    }
  | { readonly ok: false; readonly findings: readonly Finding[] };

/**
 * Inspects the chain of certificates that a partner hands in: X.509 in PEM, the certificate first, then its issuer,
 * the root last, nothing missing and nothing more. Says everything that is wrong at once, by file and then in the
 * order of the chain, and what to do about it; where nothing is, what to attach to the account.
 *
 * Bounded: 64 KiB, and 8 certificates, as many as a chain may have on a request. Not asked: whether a certificate is revoked, and, without `trustAnchors`,
 * whether the root is trusted. A chain that is good here is accepted by `clientCertificate` under that root.
 *
 * @param pem the text, or the bytes of the file, which tells more of what is no text
 * @throws TypeError when an option is unusable, never for what was handed in.
 * @see RFC 5280, sections 4 and 6; RFC 7468; ConnectPay, Developer portal, Certificates
 */
export function inspectChain(pem: string | Uint8Array, options: InspectChainOptions = {}): ChainInspection {
  const { clock = Date.now, refusedIssuers = [], trustAnchors, psd2Roles = [] } = options;
  checkOptionTypes(options, { clock: 'function' });
  if (!Array.isArray(refusedIssuers) || !refusedIssuers.every((name) => typeof name === 'string' && name)) {
    throw new TypeError("refusedIssuers must be a list of names of authorities, such as ['Example CA']");
  }
  if (typeof pem !== 'string' && !(pem instanceof Uint8Array)) {
    throw new TypeError('pem must be text, or the bytes of a file');
  }
  checkRoles(psd2Roles);
  const trusted = trustAnchors === undefined ? undefined : readAuthorities(trustAnchors, 'trustAnchors');

  const { certificates, findings } = readChainFile(pem);
  const arrangement = arrange(certificates);
  if (!arrangement) return { ok: false, findings };
  const [[leaf]] = arrangement.segments;
  const record = enrolmentRecordOf(leaf);
  const now = clock();
  const all = [
    ...findings,
    ...inspectArrangement(arrangement),
    ...inspectCertificates(arrangement, now),
    ...inspectIssuers(arrangement, refusedIssuers),
    ...(trusted ? inspectTrust(arrangement, trusted, now) : []),
    ...(record ? inspectRevocation(record, leaf) : []),
    ...inspectQualification(leaf, psd2Roles),
  ];
  return record && all.every(({ severity }) => severity === 'advice')
    ? { ok: true, findings: all, record }
    : { ok: false, findings: all };
}

function inspectRevocation({ revocation }: EnrolmentRecord, leaf: Place): Finding[] {
  if (revocation.ocsp.length > 0) return [];
  const message =
    revocation.crl.length > 0
      ? 'The certificate names no OCSP responder. Where revocation is asked by OCSP alone, get one that does.'
      : 'The certificate names no OCSP responder and no CRL. Where revocation is asked, get one that does.';
  return [advice('revocation-address-missing', message, leaf)];
}

function checkRoles(roles: readonly Psd2Role[]): void {
  if (!Array.isArray(roles) || !roles.every((role) => PSD2_ROLES.includes(role))) {
    throw new TypeError(`psd2Roles must be a list of roles, each one of ${PSD2_ROLES.join(', ')}`);
  }
}
