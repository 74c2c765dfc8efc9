export { attachmentOf } from './attachment.ts';
export {
  type CertificatePrincipal,
  type ClientCertificateOptions,
  clientCertificate,
} from './client-certificate.ts';
export { type Psd2RoleOptions, psd2Role } from './psd2/psd2-role.ts';
export type { Psd2, Psd2Role } from './psd2/read-psd2.ts';
export type { CertificateSource } from './read-certificates.ts';
