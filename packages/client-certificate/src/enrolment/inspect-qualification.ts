import { type Psd2Role, readPsd2 } from '../psd2/read-psd2.ts';
import { advice, type Finding, fault } from './finding.ts';
import type { FiledCertificate } from './read-chain-file.ts';

/**
 * Whether the certificate is a QWAC for PSD2 with these roles. Where none is wanted, one that claims to be qualified
 * and is no QWAC is told so as advice: it is good for whatever asks for no role.
 */
export function inspectQualification(leaf: FiledCertificate, wanted: readonly Psd2Role[]): Finding[] {
  const claimed = readPsd2(leaf.facts);
  if (claimed && 'psd2' in claimed) {
    const { roles } = claimed.psd2;
    const missing = wanted.filter((role) => !roles.includes(role));
    if (missing.length === 0) return [];
    const message = `The certificate holds ${roles.join(', ') || 'no role'}, and not ${missing.join(', ')}. Get a QWAC that holds what is wanted.`;
    return [fault('psd2-role-missing', message, leaf)];
  }
  const why = claimed?.notQualified ?? 'has no QC statements';
  const message = `The certificate ${why}. It is no QWAC for PSD2, and has no roles.`;
  if (wanted.length > 0) {
    return [fault('not-qualified', `${message} Get a QWAC that holds ${wanted.join(', ')}.`, leaf)];
  }
  return claimed ? [advice('not-qualified', message, leaf)] : [];
}
