import type { ClientCertificate } from '../../request.ts';
import { type Header, type OutboundRequest, withHeaders } from '../../request.ts';
import { certificatesIn, leafOf } from './chain.ts';

/** Headers that belong together. */
export type Forwarded = readonly Header[];

/** The request with each of these beside it, by the name of the first header. */
export function withEachOf(
  request: OutboundRequest,
  forms: readonly Forwarded[],
): (readonly [header: string, request: OutboundRequest])[] {
  return forms.map((form) => [form[0]?.[0] ?? '', withHeaders(request, ...form)]);
}

/** RFC 9440, sections 2.2 and 2.3. */
export function clientCert({ chain }: ClientCertificate): Forwarded[] {
  const [leaf = '', ...above] = certificatesIn(chain).map((pem) => `:${base64(pem)}:`);
  return [
    [
      ['Client-Cert', leaf],
      ['Client-Cert-Chain', above.join(', ')],
    ],
  ];
}

export function forwardedClientCert(certificate: ClientCertificate): Forwarded[] {
  return [[['X-Forwarded-Client-Cert', elementOfEnvoy(certificate)]]];
}

/** Escaped PEM as of nginx, base64 of the DER as of HAProxy, under the names that are in use. */
export function nginxHeaders({ chain }: ClientCertificate): Forwarded[] {
  const names = ['X-SSL-Client-Cert', 'X-SSL-Cert', 'SSL-Client-Cert', 'X-Client-Cert', 'X-ARR-ClientCert'];
  const [leaf = ''] = certificatesIn(chain);
  return names.flatMap((name) => [[[name, encodeURIComponent(leaf)]], [[name, base64(leaf)]]] as const);
}

export function awsHeaders({ chain }: ClientCertificate): Forwarded[] {
  const [leaf = ''] = certificatesIn(chain);
  const { serialNumber, subject, issuer } = namesOf(chain);
  return [
    [['X-Amzn-Mtls-Clientcert', escapedForAws(chain)]],
    [
      ['X-Amzn-Mtls-Clientcert-Leaf', escapedForAws(leaf)],
      ['X-Amzn-Mtls-Clientcert-Serial-Number', serialNumber],
      ['X-Amzn-Mtls-Clientcert-Subject', subject],
      ['X-Amzn-Mtls-Clientcert-Issuer', issuer],
    ],
  ];
}

/** That it was verified, and whom it names: all that many a server behind a proxy looks at. */
export function nameHeaders({ chain }: ClientCertificate): Forwarded[] {
  const { serialNumber, subject, issuer, commonName } = namesOf(chain);
  return ['X-SSL-Client', 'SSL-Client', 'X-Client'].map((prefix) => [
    [`${prefix}-Verify`, 'SUCCESS'],
    [`${prefix}-S-DN`, subject],
    [`${prefix}-DN`, subject],
    [`${prefix}-I-DN`, issuer],
    [`${prefix}-CN`, commonName],
    [`${prefix}-Serial`, serialNumber],
  ]);
}

export function underscoreHeaders(certificate: ClientCertificate): Forwarded[] {
  const [leaf = ''] = certificatesIn(certificate.chain);
  return [
    [['X_SSL_Client_Cert', encodeURIComponent(leaf)]],
    [['SSL_CLIENT_CERT', encodeURIComponent(leaf)]],
    [['Client_Cert', `:${base64(leaf)}:`]],
    [['X_Forwarded_Client_Cert', elementOfEnvoy(certificate)]],
  ];
}

export function everyForm(certificate: ClientCertificate): Forwarded[] {
  return [clientCert, forwardedClientCert, nginxHeaders, awsHeaders, nameHeaders, underscoreHeaders].flatMap(
    (forms) => forms(certificate),
  );
}

function elementOfEnvoy({ chain }: ClientCertificate): string {
  const leaf = leafOf(chain);
  const hash = leaf.fingerprint256.replaceAll(':', '').toLowerCase();
  const [own = ''] = certificatesIn(chain);
  const { subject } = namesOf(chain);
  return [
    `Hash=${hash}`,
    `Cert="${encodeURIComponent(own)}"`,
    `Chain="${encodeURIComponent(chain)}"`,
    `Subject="${subject.replaceAll('"', '\\"')}"`,
  ].join(';');
}

/** AWS leaves `+`, `=` and `/` as they are. */
function escapedForAws(pem: string): string {
  return encodeURIComponent(pem).replaceAll('%2B', '+').replaceAll('%3D', '=').replaceAll('%2F', '/');
}

function base64(pem: string): string {
  return leafOf(pem).raw.toString('base64');
}

function namesOf(chain: string) {
  const leaf = leafOf(chain);
  const { CN = '' } = leaf.toLegacyObject().subject;
  return {
    serialNumber: leaf.serialNumber,
    subject: printed(leaf.subject),
    issuer: printed(leaf.issuer),
    commonName: inHeader([CN].flat()[0] ?? ''),
  };
}

/** As proxies print a name: narrowest part first (RFC 4514). */
function printed(name: string): string {
  return inHeader(name.split('\n').reverse().join(','));
}

function inHeader(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?');
}
