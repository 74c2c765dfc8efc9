export { attachmentOf } from './attachment.ts';
export {
  type CertificatePrincipal,
  type ClientCertificateOptions,
  clientCertificate,
} from './client-certificate.ts';
export type { CertificateSource } from './read-certificates.ts';
