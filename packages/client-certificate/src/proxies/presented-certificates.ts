import type { Explanation, InboundHeaders, InboundRequest, PresentedCertificate } from '@countersign/core';
import { explainAbsent } from '../explain-certificate.ts';
import type { MalformedLeaf } from '../read-leaf.ts';
import { type CertificateProxies, type CheckedProxies, checkedProxies } from './certificate-proxies.ts';
import { certificateHeaders, forwardedCertificates, isSent, underscored } from './forwarded-certificate.ts';
import { reportUntrustedHeader } from './report-untrusted-header.ts';

/** Where the certificate of a request is found: in its TLS connection, or with a trusted proxy. */
export interface PresentedCertificates {
  isPresent(request: InboundRequest): boolean;
  /**
   * The certificate that the client proved to hold, to this server or to a trusted proxy. Behind a trusted proxy its
   * header alone counts: the certificate of the connection is the proxy's own.
   */
  find(
    request: InboundRequest,
    explain: Explanation | undefined,
  ): PresentedCertificate | MalformedLeaf | undefined;
}

/** @throws TypeError naming the option that is unusable. */
export function presentedCertificates(options: CertificateProxies | undefined): PresentedCertificates {
  if (options === undefined) return withoutProxies;
  const proxies = checkedProxies(options);
  const forwarded = forwardedCertificates(proxies);
  const names = [...new Set([proxies.header, ...certificateHeaders])];
  const watched = names.flatMap((name) => [name, ...underscored(name)]);

  return {
    isPresent: (request) =>
      proxies.trusts(request.peerAddress)
        ? forwarded(request.headers) !== undefined
        : ofTheConnection.isPresent(request),
    find(request, explain) {
      if (!proxies.trusts(request.peerAddress)) {
        for (const header of watched) {
          if (!isSent(request.headers, header)) continue;
          reportUntrustedHeader({ header, peerAddress: request.peerAddress }, proxies.onUntrustedHeader);
          if (explain) explainUntrusted(header, request, explain);
        }
        return ofTheConnection.find(request, explain);
      }
      const certificate = forwarded(request.headers);
      if (explain) explainForwarded(certificate, proxies, request.headers, explain);
      return certificate;
    },
  };
}

const ofTheConnection: PresentedCertificates = {
  isPresent: ({ transport }) => transport.clientCertificate !== undefined,
  find(request, explain) {
    const { clientCertificate } = request.transport;
    if (!clientCertificate && explain) explainAbsent(request, explain);
    return clientCertificate;
  },
};

const withoutProxies: PresentedCertificates = {
  ...ofTheConnection,
  find(request, explain) {
    if (explain) {
      const sent = certificateHeaders.filter((header) => isSent(request.headers, header));
      for (const header of sent) explainUntrusted(header, request, explain);
    }
    return ofTheConnection.find(request, explain);
  },
};

function explainUntrusted(header: string, { peerAddress }: InboundRequest, explain: Explanation): void {
  explain.push({
    check: 'proxy',
    outcome: 'failed',
    detail: `${header} does not count: it came from ${peerAddress ?? 'an unknown address'}, which is no trusted proxy`,
    hint: 'If it is your proxy, name its address in `proxies` of clientCertificate.',
  });
}

function explainForwarded(
  certificate: PresentedCertificate | MalformedLeaf | undefined,
  { header }: CheckedProxies,
  headers: InboundHeaders,
  explain: Explanation,
): void {
  if (certificate && !('malformed' in certificate)) {
    explain.push({ check: 'proxy', outcome: 'passed', detail: `a trusted proxy sent ${header}` });
    return;
  }
  const other = certificateHeaders.find((name) => name !== header && isSent(headers, name));
  explain.push({
    check: 'proxy',
    outcome: 'failed',
    detail: certificate?.malformed ?? `a trusted proxy sent no certificate in ${header}`,
    ...(other && {
      hint: `It sent ${other}, which is not read here. It should take away what clients send.`,
    }),
  });
}
