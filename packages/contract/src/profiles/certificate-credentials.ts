import type { CertificateAndBasicSubject } from '../cases/certificate-and-basic/certificate-and-basic-subject.ts';
import { withPair } from '../cases/certificate-and-basic/certificate-and-basic-subject.ts';
import type { CertificateSubject, Closing } from '../cases/client-certificate/certificate-subject.ts';
import type { Psd2RoleSubject } from '../cases/psd2-role/psd2-role-subject.ts';
import type { TwoWayHostSubject } from '../cases/two-way-host/two-way-host-subject.ts';
import type { Dialect } from '../dialect.ts';
import type { OutboundRequest } from '../request.ts';
import type { Pair } from '../sign/pair.ts';
import type { Credentials } from './credentials.ts';

interface Known {
  readonly dialect: Dialect;
  readonly request?: OutboundRequest;
}

/** `request`, `certificates`, and `account` where Basic is wanted beside the certificate. */
export function certificateSubject(credentials: Credentials, known: Known): CertificateSubject {
  const request = credentials.request('request', known.request);
  const account = credentials.optionalPair('account');
  // Where one account needs a pair of its own beside its certificate, so does every other.
  const requestOf = (field: string) => {
    const pair = credentials.optionalPair(field);
    return account && !pair ? undefined : authorized(request, pair);
  };
  const certificates = credentials.part('certificates');
  return {
    dialect: known.dialect,
    request: authorized(request, account),
    otherRequest: requestOf('otherAccount'),
    inactiveRequest: requestOf('inactiveAccount'),
    wantsBasic: account !== undefined,
    certificates: {
      client: certificates.certificate('client'),
      other: certificates.optionalCertificate('other'),
      unattached: certificates.optionalCertificate('unattached'),
      sameName: certificates.optionalCertificate('sameName'),
      sameSerial: certificates.optionalCertificate('sameSerial'),
      otherIssuer: certificates.optionalCertificate('otherIssuer'),
      untrusted: certificates.optionalCertificate('untrusted'),
      selfSigned: certificates.optionalCertificate('selfSigned'),
      issuedByClient: certificates.optionalCertificate('issuedByClient'),
      expired: certificates.optionalCertificate('expired'),
      notYetValid: certificates.optionalCertificate('notYetValid'),
      revoked: certificates.optionalCertificate('revoked'),
      wrongUsage: certificates.optionalCertificate('wrongUsage'),
      inactive: certificates.optionalCertificate('inactive'),
    },
    closing: closingOf(credentials.optionalPart('closing'), request),
  };
}

/** `undefined` where the credentials name no `account`: a certificate is all that it takes. */
export function certificateAndBasicSubject(
  credentials: Credentials,
  known: Known,
): CertificateAndBasicSubject | undefined {
  const pair = credentials.optionalPair('account');
  if (!pair) return undefined;
  const certificates = credentials.part('certificates');
  const otherPair = credentials.optionalPair('otherAccount');
  const otherCertificate = certificates.optionalCertificate('other');
  return {
    dialect: known.dialect,
    request: credentials.request('request', known.request),
    own: { pair, certificate: certificates.certificate('client') },
    other: otherPair && otherCertificate && { pair: otherPair, certificate: otherCertificate },
  };
}

/** `undefined` where the credentials hold no `psd2`: no role is wanted. */
export function psd2RoleSubject(credentials: Credentials, known: Known): Psd2RoleSubject | undefined {
  const psd2 = credentials.optionalPart('psd2');
  return (
    psd2 && {
      dialect: known.dialect,
      request: psd2.request('request', known.request),
      qwac: psd2.certificate('qwac'),
      qwacOtherRole: psd2.optionalCertificate('qwacOtherRole'),
      qseal: psd2.optionalCertificate('qseal'),
      unqualified: credentials.part('certificates').certificate('client'),
    }
  );
}

/** `undefined` where the credentials hold no `hosts`: every API is under one name. */
export function twoWayHostSubject(credentials: Credentials, known: Known): TwoWayHostSubject | undefined {
  const hosts = credentials.optionalPart('hosts');
  if (!hosts) return undefined;
  const { request, certificates } = certificateSubject(credentials, known);
  return {
    dialect: known.dialect,
    twoWayRequest: { ...request, certificate: certificates.client },
    oneWayRequest: hosts.optionalRequest('oneWayRequest'),
    twoWay: hosts.text('twoWay'),
    oneWay: hosts.text('oneWay'),
  };
}

function closingOf(closing: Credentials | undefined, request: OutboundRequest): Closing | undefined {
  return (
    closing && {
      certificate: closing.certificate('certificate'),
      request: authorized(request, closing.optionalPair('account')),
      close: closing.request('close'),
      reopen: closing.request('reopen'),
    }
  );
}

function authorized(request: OutboundRequest, pair: Pair | undefined): OutboundRequest {
  return pair ? withPair(request, pair) : request;
}
