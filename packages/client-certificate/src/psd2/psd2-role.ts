import {
  checkOptionTypes,
  defineVerifier,
  type Explanation,
  type Rejected,
  refusalOf,
  rejected,
  type VerdictHandler,
  type Verifier,
} from '@countersign/core';
import type { CertificatePrincipal } from '../client-certificate.ts';
import { PSD2_ROLES, type Psd2Role } from './read-psd2.ts';

export interface Psd2RoleOptions {
  /** Given every verdict, as it is published on the verdict channel. */
  readonly onVerdict?: VerdictHandler | undefined;
}

/**
 * A route's demand: a client certificate that is a QWAC for PSD2 and holds this role. One `clientCertificate` serves
 * every route, `psd2Role('PSP_AI', certificate)` here and `psd2Role('PSP_PI', certificate)` there; wrap twice to
 * demand two roles.
 *
 * Reasons, after those of the verifier: `certificate-not-qualified`, `role-missing` (403).
 * Not checked: whether the issuer is on a trusted list of the EU. The trust anchors say whom to believe.
 *
 * @throws TypeError for a role that PSD2 does not have, or what is no verifier.
 * @see ETSI TS 119 495, section 5
 */
export function psd2Role<P extends CertificatePrincipal>(
  role: Psd2Role,
  verifier: Verifier<P>,
  options: Psd2RoleOptions = {},
): Verifier<P> {
  if (!PSD2_ROLES.includes(role)) throw new TypeError(`role must be one of ${PSD2_ROLES.join(', ')}`);
  if (typeof verifier?.verify !== 'function') {
    throw new TypeError('psd2Role needs a verifier, such as clientCertificate({ … })');
  }
  checkOptionTypes(options, { onVerdict: 'function' });

  return defineVerifier<P>({
    scheme: `psd2-role(${verifier.scheme})`,
    onVerdict: options.onVerdict,
    ...(verifier.claimant && { claimant: (request) => verifier.claimant?.(request) }),
    challenges: (verdict) => verifier.challenges?.(verdict) ?? [],
    refuse: (verdict, request) => refusalOf(verifier, verdict, request),
    async check(request, explain) {
      const verdict = await verifier.verify(request, { explain });
      if (verdict.outcome !== 'accepted') return verdict;
      return refuseRole(role, verdict.principal, explain) ?? verdict;
    },
  });
}

function refuseRole(
  role: Psd2Role,
  { account, psd2 }: CertificatePrincipal,
  explain: Explanation | undefined,
): Rejected | undefined {
  const held = psd2?.roles.includes(role) === true;
  explain?.push({
    check: 'PSD2 role',
    outcome: held ? 'passed' : 'failed',
    detail: psd2
      ? `${role} is wanted, ${psd2.roles.join(', ') || 'none'} held`
      : `${role} is wanted, and the certificate is no QWAC for PSD2`,
  });
  if (held) return undefined;
  return rejected(psd2 ? 'role-missing' : 'certificate-not-qualified', account);
}
