import { type BaseBlock, ObjectIdentifier, Sequence, Utf8String } from 'asn1js';
import { Extension } from './x509.ts';

/** What the QC statements of a certificate say, right or not: a test wants odd ones. */
export interface QcStatementsRequest {
  /** Whether the certificate says that it is qualified. Default true. */
  readonly compliance?: boolean | undefined;
  /** Purposes, by OID. Default: website authentication. Empty: no such statement. */
  readonly types?: readonly string[] | undefined;
  /** Absent: no PSD2 statement. */
  readonly psd2?: Psd2Request | undefined;
  /** Statements beside these, with the OID that each begins with. */
  readonly more?: readonly (readonly [oid: string, ...info: BaseBlock[]])[] | undefined;
}

export interface Psd2Request {
  /** Object identifier and text of each role, such as those of `PSD2_ROLES`. */
  readonly roles: readonly (readonly [oid: string, text: string])[];
  readonly authorityName: string;
  /** Country and authority, such as `LT-BL`. */
  readonly authorityId: string;
}

/** Purposes of qualified certificates (ETSI EN 319 412-5, section 4.2.3). */
export const QC_TYPES = {
  esign: '0.4.0.1862.1.6.1',
  eseal: '0.4.0.1862.1.6.2',
  web: '0.4.0.1862.1.6.3',
} as const;

/** Roles of payment service providers (ETSI TS 119 495, annex A), as OID and text. */
export const PSD2_ROLES = {
  PSP_AS: ['0.4.0.19495.1.1', 'PSP_AS'],
  PSP_PI: ['0.4.0.19495.1.2', 'PSP_PI'],
  PSP_AI: ['0.4.0.19495.1.3', 'PSP_AI'],
  PSP_IC: ['0.4.0.19495.1.4', 'PSP_IC'],
} as const;

/** The extension that makes a certificate a qualified one (RFC 3739, section 3.2.6). */
export function qcStatements(request: QcStatementsRequest, critical = false): Extension {
  const { compliance = true, types = [QC_TYPES.web], psd2, more = [] } = request;
  const statements = sequence(
    ...(compliance ? [sequence(oid('0.4.0.1862.1.1'))] : []),
    ...(types.length > 0 ? [sequence(oid('0.4.0.1862.1.6'), sequence(...types.map(oid)))] : []),
    ...(psd2 ? [sequence(oid('0.4.0.19495.2'), psd2Statement(psd2))] : []),
    ...more.map(([id, ...info]) => sequence(oid(id), ...info)),
  );
  return new Extension('1.3.6.1.5.5.7.1.3', critical, statements.toBER());
}

function psd2Statement({ roles, authorityName, authorityId }: Psd2Request): BaseBlock {
  return sequence(
    sequence(...roles.map(([id, text]) => sequence(oid(id), utf8(text)))),
    utf8(authorityName),
    utf8(authorityId),
  );
}

const sequence = (...value: BaseBlock[]) => new Sequence({ value });
const oid = (value: string) => new ObjectIdentifier({ value });
const utf8 = (value: string) => new Utf8String({ value });
