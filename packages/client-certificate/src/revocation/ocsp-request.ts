import { type CertID, id_pkix_ocsp_nonce, OCSPRequest, Request, TBSRequest } from '@peculiar/asn1-ocsp';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import { Extension } from '@peculiar/asn1-x509';
import type { BoundedRequest } from './bounded-fetch.ts';

/** Beyond this, with its encoding, a request has to be a POST (RFC 6960, appendix A.1). */
const MAX_GET_LENGTH = 255;

const accept = { accept: 'application/ocsp-response' };

/** An unsigned request for one certificate. */
export function ocspRequest(id: CertID, nonce: Uint8Array<ArrayBuffer> | undefined): Uint8Array<ArrayBuffer> {
  const requestExtensions = nonce && [
    new Extension({ extnID: id_pkix_ocsp_nonce, extnValue: new OctetString(nonceValue(nonce)) }),
  ];
  const requestList = [new Request({ reqCert: id })];
  const tbsRequest = new TBSRequest({ requestList, ...(requestExtensions && { requestExtensions }) });
  return new Uint8Array(AsnConvert.serialize(new OCSPRequest({ tbsRequest })));
}

/** As the value of the extension (RFC 9654, section 2.1). */
export function nonceValue(nonce: Uint8Array<ArrayBuffer>): ArrayBuffer {
  return AsnConvert.serialize(new OctetString(nonce));
}

/** @see RFC 6960, appendix A.1 */
export function overHttp(
  url: string,
  request: Uint8Array<ArrayBuffer>,
  method: 'GET' | 'POST',
): Pick<BoundedRequest, 'url' | 'body' | 'headers'> {
  const encoded = encodeURIComponent(Buffer.from(request).toString('base64'));
  if (method === 'GET' && encoded.length <= MAX_GET_LENGTH) {
    return { url: `${url}${url.endsWith('/') ? '' : '/'}${encoded}`, headers: accept };
  }
  return { url, body: request, headers: { ...accept, 'content-type': 'application/ocsp-request' } };
}
