import type { X509Certificate } from 'node:crypto';
import {
  BasicOCSPResponse,
  type CertID,
  type CertStatus,
  id_pkix_ocsp_basic,
  id_pkix_ocsp_nonce,
  OCSPResponse,
  OCSPResponseStatus,
  type SingleResponse,
} from '@peculiar/asn1-ocsp';
import { AsnConvert } from '@peculiar/asn1-schema';
import type { Extension } from '@peculiar/asn1-x509';
import type { Answer } from './answers.ts';
import { isSameBytes, isSameCertificateId } from './certificate-id.ts';
import { type Freshness, inForceUntil } from './in-force.ts';
import { nonceValue } from './ocsp-request.ts';
import { checkSigner } from './ocsp-signer.ts';
import { badAnswer, missingAnswer } from './unanswered.ts';

/** What an authority says of a certificate of its own. */
export type CertificateStatus = 'good' | 'revoked' | 'unknown';

export interface OcspQuestion {
  readonly id: CertID;
  readonly issuer: X509Certificate;
  readonly nonce: Uint8Array<ArrayBuffer> | undefined;
}

/**
 * What a response says of the certificate that was asked for.
 * @param now milliseconds since the epoch
 * @throws RevocationUnanswered for a response that may not be believed, or says nothing.
 * @see RFC 6960, section 3.2
 */
export function readOcspResponse(
  der: Uint8Array,
  { id, issuer, nonce }: OcspQuestion,
  freshness: Freshness,
  now: number,
): Answer<CertificateStatus> {
  const response = parse(der);
  checkSigner(response, issuer, now);

  const { responses, responseExtensions = [], producedAt } = response.tbsResponseData;
  checkNonce(responseExtensions, nonce);
  checkNothingCritical(responseExtensions);
  const single = theOneFor(id, responses);
  checkNothingCritical(single.singleExtensions ?? []);
  if (!(producedAt.getTime() <= now + freshness.tolerance))
    throw badAnswer('the response is from the future');
  const thisUpdate = single.thisUpdate.getTime();
  const until = inForceUntil({ thisUpdate, nextUpdate: single.nextUpdate?.getTime() }, freshness, now);
  return { value: statusOf(single.certStatus), thisUpdate, since: now, until };
}

function parse(der: Uint8Array): BasicOCSPResponse {
  let parsed: OCSPResponse;
  try {
    parsed = AsnConvert.parse(Buffer.from(der), OCSPResponse);
  } catch (cause) {
    throw badAnswer('what was answered is no OCSP response', cause);
  }
  const { responseStatus, responseBytes } = parsed;
  if (responseStatus === OCSPResponseStatus.tryLater) throw missingAnswer('the responder said: try later');
  if (responseStatus !== OCSPResponseStatus.successful) {
    throw badAnswer(`the responder refused: ${OCSPResponseStatus[responseStatus] ?? responseStatus}`);
  }
  if (responseBytes?.responseType !== id_pkix_ocsp_basic)
    throw badAnswer('the response is of an unknown type');
  try {
    return AsnConvert.parse(responseBytes.response.buffer, BasicOCSPResponse);
  } catch (cause) {
    throw badAnswer('what was answered is no basic OCSP response', cause);
  }
}

/** A response may leave the nonce out: its times speak for it then. */
function checkNonce(extensions: readonly Extension[], nonce: Uint8Array<ArrayBuffer> | undefined): void {
  const echoed = extensions.filter(({ extnID }) => extnID === id_pkix_ocsp_nonce);
  const sent = nonce && nonceValue(nonce);
  if (!echoed.every(({ extnValue }) => sent && isSameBytes(extnValue.buffer, sent))) {
    throw badAnswer('the response answers another request: its nonce is not the one that was sent');
  }
}

function checkNothingCritical(extensions: readonly Extension[]): void {
  const unknown = extensions.find(({ extnID, critical }) => critical && extnID !== id_pkix_ocsp_nonce);
  if (unknown) throw badAnswer(`the response is limited in a way that is not understood: ${unknown.extnID}`);
}

function theOneFor(id: CertID, responses: readonly SingleResponse[]): SingleResponse {
  const [response, ...more] = responses.filter(({ certID }) => isSameCertificateId(certID, id));
  if (!response) throw badAnswer('the response is about another certificate');
  if (more.length > 0) throw badAnswer('the response speaks twice of the certificate');
  return response;
}

function statusOf({ revoked, unknown, good }: CertStatus): CertificateStatus {
  if (revoked) return 'revoked';
  if (unknown !== undefined) return 'unknown';
  if (good !== undefined) return 'good';
  throw badAnswer('the response gives no status');
}
