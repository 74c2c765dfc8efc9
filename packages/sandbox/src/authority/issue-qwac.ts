import type { Authority, ClientCertificateRequest } from './authority.ts';
import type { IssuedCertificate } from './issue-certificate.ts';
import { type QcStatementsRequest, qcStatements } from './qc-statements.ts';
import { ExtendedKeyUsage } from './x509.ts';

export interface QwacRequest
  extends Omit<ClientCertificateRequest, 'subject' | 'usages'>,
    QcStatementsRequest {
  /** Such as `PSDLT-BL-LB000001`. */
  readonly organizationIdentifier: string;
}

/** A qualified website authentication certificate: for servers and for clients. */
export function issueQwac(
  authority: Authority,
  { organizationIdentifier, compliance, types, psd2, more, extensions = [], ...request }: QwacRequest,
): Promise<IssuedCertificate> {
  return authority.issueClient({
    ...request,
    subject: [['2.5.4.97', organizationIdentifier]],
    usages: [ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth],
    extensions: [...extensions, qcStatements({ compliance, types, psd2, more })],
  });
}
