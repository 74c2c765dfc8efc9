import type { X509Certificate } from 'node:crypto';
import type { CertificateHeaderForm } from '@countersign/client-certificate';

interface Issued {
  readonly certificate: X509Certificate;
}
type Headers = Record<string, string | readonly string[]>;

/** As nginx and Envoy escape: all but letters, digits and `-._~`. */
export function escapedPem(...issued: readonly Issued[]): string {
  return encodeURIComponent(issued.map(({ certificate }) => certificate.toString()).join(''));
}

/** As AWS escapes: plus, equals and slash stay. */
export function awsPem(...issued: readonly Issued[]): string {
  return escapedPem(...issued)
    .replaceAll('%2B', '+')
    .replaceAll('%3D', '=')
    .replaceAll('%2F', '/');
}

export function base64Der({ certificate }: Issued): string {
  return certificate.raw.toString('base64');
}

/** `Hash=…;Cert="…";Chain="…"`, as Envoy writes an element. */
export function xfccElement(leaf: Issued, ...above: readonly Issued[]): string {
  const hash = leaf.certificate.fingerprint256.replaceAll(':', '').toLowerCase();
  const chain = above.length > 0 ? `;Chain="${escapedPem(leaf, ...above)}"` : '';
  return `By=spiffe://server;Hash=${hash};Cert="${escapedPem(leaf)}"${chain};Subject="CN=a\\"b,c;d"`;
}

/** What a proxy of each kind sends for this certificate, with the chain above it where its header has room for one. */
export const headersOfForm: Readonly<
  Record<CertificateHeaderForm, (leaf: Issued, above: readonly Issued[]) => Headers>
> = {
  rfc9440: (leaf, above) => ({
    'client-cert': `:${base64Der(leaf)}:`,
    ...(above.length > 0 && { 'client-cert-chain': above.map((one) => `:${base64Der(one)}:`).join(', ') }),
  }),
  'envoy-xfcc': (leaf, above) => ({ 'x-forwarded-client-cert': xfccElement(leaf, ...above) }),
  'nginx-escaped-pem': (leaf) => ({ 'x-ssl-client-cert': escapedPem(leaf) }),
  'aws-alb-verify': (leaf) => ({ 'x-amzn-mtls-clientcert-leaf': awsPem(leaf) }),
  'aws-alb-passthrough': (leaf, above) => ({ 'x-amzn-mtls-clientcert': awsPem(leaf, ...above) }),
  'haproxy-der': (leaf) => ({ 'x-ssl-client-cert': base64Der(leaf) }),
};
