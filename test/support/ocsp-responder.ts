import { sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  BasicOCSPResponse,
  type CertID,
  CertStatus,
  id_pkix_ocsp_basic,
  id_pkix_ocsp_nonce,
  OCSPRequest,
  OCSPResponse,
  OCSPResponseStatus,
  ResponderID,
  ResponseBytes,
  ResponseData,
  RevokedInfo,
  SingleResponse,
} from '@peculiar/asn1-ocsp';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import { AlgorithmIdentifier, Certificate, type Extension } from '@peculiar/asn1-x509';
import { type IssuedCertificate, x509 } from './authority.ts';

export interface OcspAnswer {
  /** Who signs: an ECDSA key. */
  readonly signer: IssuedCertificate;
  /** Sent beside the response. Default: none, as by the issuer itself. */
  readonly certs?: readonly IssuedCertificate[];
  readonly status?: 'good' | 'revoked' | 'unknown' | undefined;
  /** Milliseconds since the epoch. */
  readonly thisUpdate: number;
  /** Milliseconds since the epoch. */
  readonly nextUpdate?: number | undefined;
  /** Default: as in the request. */
  readonly nonce?: Extension | undefined | 'none';
  /** Changed before it is signed. */
  readonly change?: (data: ResponseData) => unknown;
  /** Changed after it was signed. */
  readonly tamper?: (response: BasicOCSPResponse) => unknown;
  /** By object identifier. Default: ECDSA with SHA-256. */
  readonly algorithm?: string;
}

const statuses = {
  good: () => new CertStatus({ good: null }),
  revoked: () => new CertStatus({ revoked: new RevokedInfo({ revocationTime: new Date(0) }) }),
  unknown: () => new CertStatus({ unknown: null }),
};

/** The answer of a responder that does as it is told, to this request. */
export function ocspAnswer(request: Uint8Array, answer: OcspAnswer): Buffer {
  const { tbsRequest } = AsnConvert.parse(Buffer.from(request), OCSPRequest);
  const asked = tbsRequest.requestList.map(({ reqCert }) => reqCert);
  const sent = tbsRequest.requestExtensions?.find(({ extnID }) => extnID === id_pkix_ocsp_nonce);
  const nonce = answer.nonce === 'none' ? undefined : (answer.nonce ?? sent);
  return ocspResponseTo(asked, nonce ? [nonce] : [], answer);
}

export function ocspResponseTo(
  ids: readonly CertID[],
  responseExtensions: Extension[],
  answer: OcspAnswer,
): Buffer {
  const { signer, certs = [], status = 'good', thisUpdate, nextUpdate } = answer;
  const data = new ResponseData({
    responderID: new ResponderID({ byName: parsed(signer).tbsCertificate.subject }),
    producedAt: new Date(thisUpdate),
    responses: ids.map(
      (certID) =>
        new SingleResponse({
          certID,
          certStatus: statuses[status](),
          thisUpdate: new Date(thisUpdate),
          ...(nextUpdate !== undefined && { nextUpdate: new Date(nextUpdate) }),
        }),
    ),
    ...(responseExtensions.length > 0 && { responseExtensions }),
  });
  answer.change?.(data);
  const tbs = AsnConvert.serialize(data);
  const digest = answer.algorithm === ECDSA_WITH_SHA1 ? 'sha1' : 'sha256';
  const response = new BasicOCSPResponse({
    tbsResponseData: data,
    signatureAlgorithm: new AlgorithmIdentifier({ algorithm: answer.algorithm ?? ECDSA_WITH_SHA256 }),
    signature: new Uint8Array(sign(digest, Buffer.from(tbs), signer.keyPem)).buffer,
    ...(certs.length > 0 && { certs: certs.map(parsed) }),
  });
  answer.tamper?.(response);
  return responseOf(OCSPResponseStatus.successful, response);
}

const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2';
export const ECDSA_WITH_SHA1 = '1.2.840.10045.4.1';

export function responseOf(responseStatus: OCSPResponseStatus, response?: BasicOCSPResponse): Buffer {
  const responseBytes =
    response &&
    new ResponseBytes({
      responseType: id_pkix_ocsp_basic,
      response: new OctetString(AsnConvert.serialize(response)),
    });
  return Buffer.from(
    AsnConvert.serialize(new OCSPResponse({ responseStatus, ...(responseBytes && { responseBytes }) })),
  );
}

function parsed({ certificate }: IssuedCertificate): Certificate {
  return AsnConvert.parse(certificate.raw, Certificate);
}

/** What a certificate says that it is asked for there. */
export function asksAt(ocsp?: string, crl?: string): x509.Extension[] {
  return [
    ...(ocsp === undefined ? [] : [new x509.AuthorityInfoAccessExtension({ ocsp: [ocsp] })]),
    ...(crl === undefined ? [] : [new x509.CRLDistributionPointsExtension([crl])]),
  ];
}

export interface HttpSource {
  readonly url: string;
  /** Of those that were asked, the latest last. */
  readonly requests: readonly { readonly method: string; readonly path: string; readonly body: Buffer }[];
  /** Answers what comes from now on: bytes, or whatever it does with the response. */
  answer: (
    request: Buffer,
    response: ServerResponse,
  ) => Uint8Array | undefined | Promise<Uint8Array | undefined>;
  close(): Promise<void>;
}

/** A server whose answers a test decides, request by request. */
export async function httpSource(): Promise<HttpSource> {
  const requests: { method: string; path: string; body: Buffer }[] = [];
  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    const { method = '', url: path = '' } = request;
    const body = Buffer.concat(await request.toArray());
    requests.push({ method, path, body });
    const encoded = decodeURIComponent(path.slice(path.lastIndexOf('/') + 1));
    const bytes = await source.answer(method === 'GET' ? Buffer.from(encoded, 'base64') : body, response);
    if (bytes) response.end(bytes);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const source: HttpSource = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/status`,
    requests,
    answer: () => Buffer.alloc(0),
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
  return source;
}
