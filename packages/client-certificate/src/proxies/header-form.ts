import type { X509Certificate } from 'node:crypto';
import { decodeBase64 } from '@countersign/core';
import { readClientCert, readClientCertChain } from './client-cert-field.ts';
import { certificateOfDer, certificatesOfEscapedPem } from './exact-certificates.ts';
import { readXfcc } from './xfcc.ts';

/**
 * How a proxy writes the client's certificate down:
 *
 * - `rfc9440`: `Client-Cert` and `Client-Cert-Chain` (RFC 9440).
 * - `envoy-xfcc`: `Cert` and `Chain` of the last element of `X-Forwarded-Client-Cert`.
 * - `nginx-escaped-pem`: `$ssl_client_escaped_cert`, in `X-SSL-Client-Cert`.
 * - `aws-alb-verify`: `X-Amzn-Mtls-Clientcert-Leaf`, of a load balancer that verifies certificates.
 * - `aws-alb-passthrough`: `X-Amzn-Mtls-Clientcert`, of one that passes the whole chain on, not verified.
 * - `haproxy-der`: `%[ssl_c_der,base64]`, in `X-SSL-Client-Cert`.
 */
export type CertificateHeaderForm =
  | 'rfc9440'
  | 'envoy-xfcc'
  | 'nginx-escaped-pem'
  | 'aws-alb-verify'
  | 'aws-alb-passthrough'
  | 'haproxy-der';

export interface HeaderForm {
  /** Lower case, as every name here. */
  readonly header: string;
  readonly chainHeader?: string;
  /** The client's certificate, and what follows it in the same header. May throw for what is malformed. */
  read(value: string): X509Certificate[] | undefined;
  readChain?(value: string): X509Certificate[] | undefined;
}

export const headerForms: Readonly<Record<CertificateHeaderForm, HeaderForm>> = {
  rfc9440: {
    header: 'client-cert',
    chainHeader: 'client-cert-chain',
    read: readClientCert,
    readChain: readClientCertChain,
  },
  'envoy-xfcc': { header: 'x-forwarded-client-cert', read: readXfcc },
  'nginx-escaped-pem': {
    header: 'x-ssl-client-cert',
    read: (value) => alone(certificatesOfEscapedPem(value)),
  },
  'aws-alb-verify': {
    header: 'x-amzn-mtls-clientcert-leaf',
    read: (value) => alone(certificatesOfEscapedPem(value)),
  },
  'aws-alb-passthrough': { header: 'x-amzn-mtls-clientcert', read: certificatesOfEscapedPem },
  'haproxy-der': {
    header: 'x-ssl-client-cert',
    read(value) {
      const certificate = certificateOfDer(decodeBase64(value));
      return certificate && [certificate];
    },
  },
};

function alone(certificates: X509Certificate[] | undefined): X509Certificate[] | undefined {
  return certificates?.length === 1 ? certificates : undefined;
}
