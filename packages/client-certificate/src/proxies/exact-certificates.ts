import { X509Certificate } from 'node:crypto';
import { decodeBase64 } from '@countersign/core';

const BEGIN = '-----BEGIN CERTIFICATE-----';
const END = '-----END CERTIFICATE-----';

/** The certificate of exactly these bytes, of which none is left over; anything else is `undefined`. */
export function certificateOfDer(der: Uint8Array | undefined): X509Certificate | undefined {
  if (!der || der.byteLength === 0) return undefined;
  try {
    // Node takes PEM for DER, and OpenSSL reads past what follows a certificate: neither gives these bytes again.
    const certificate = new X509Certificate(der);
    return certificate.raw.equals(der) ? certificate : undefined;
  } catch {
    return undefined;
  }
}

/** The certificates of PEM text that holds nothing else but empty lines between them; anything else is `undefined`. */
export function certificatesOfPem(pem: string): X509Certificate[] | undefined {
  const certificates: X509Certificate[] = [];
  let body: string[] | undefined;
  for (const line of pem.replaceAll('\r\n', '\n').split('\n')) {
    if (body === undefined) {
      if (line === BEGIN) body = [];
      else if (line !== '') return undefined;
    } else if (line === END) {
      const certificate = certificateOfDer(decodeBase64(body.join('')));
      if (!certificate) return undefined;
      certificates.push(certificate);
      body = undefined;
    } else {
      if (line === '') return undefined;
      body.push(line);
    }
  }
  return body === undefined && certificates.length > 0 ? certificates : undefined;
}

/**
 * The certificates of percent-encoded PEM. A plus sign is one: AWS sends it as it is, and nginx encoded.
 * @throws URIError for what is no percent-encoding.
 */
export function certificatesOfEscapedPem(text: string): X509Certificate[] | undefined {
  // What should be escaped is: white space and control characters most of all.
  return /^[!-~]*$/.test(text) ? certificatesOfPem(decodeURIComponent(text)) : undefined;
}
