export { attachmentOf } from './attachment.ts';
export {
  type CertificatePrincipal,
  type ClientCertificateOptions,
  clientCertificate,
} from './client-certificate.ts';
export type { EnrolmentRecord } from './enrolment/enrolment-record.ts';
export type { Finding, FindingCode } from './enrolment/finding.ts';
export { type ChainInspection, type InspectChainOptions, inspectChain } from './enrolment/inspect-chain.ts';
export type {
  CertificateProxies,
  UntrustedHeader,
  UntrustedHeaderHandler,
} from './proxies/certificate-proxies.ts';
export type { CertificateHeaderForm } from './proxies/header-form.ts';
export { UNTRUSTED_HEADER_CHANNEL } from './proxies/report-untrusted-header.ts';
export { type Psd2RoleOptions, psd2Role } from './psd2/psd2-role.ts';
export { PSD2_ROLES, type Psd2, type Psd2Role } from './psd2/read-psd2.ts';
export type { CertificateSource } from './read-certificates.ts';
export {
  type RevocationCheck,
  type RevocationCheckOptions,
  type RevocationStatus,
  revocationCheck,
} from './revocation/revocation-check.ts';
export type { RevocationUnanswered } from './revocation/unanswered.ts';
export type { RevocationAddresses } from './revocation-addresses.ts';
