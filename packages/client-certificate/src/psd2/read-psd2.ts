import { AsnConvert } from '@peculiar/asn1-schema';
import { type QCStatement, QCStatements } from '@peculiar/asn1-x509-qualified';
import {
  id_etsi_qcs_qcCClegislation,
  id_etsi_qcs_qcCompliance,
  id_etsi_qcs_qcType,
  id_etsi_qct_web,
  QcType,
} from '@peculiar/asn1-x509-qualified-etsi';
import type { CertificateFacts } from '../certificate-facts.ts';
import { id_etsi_psd2_qcStatement, Psd2QcType, type RoleOfPsp } from './psd2-statement.ts';

/** Account servicing, payment initiation, account information, issuing of card-based payment instruments. */
export const PSD2_ROLES = ['PSP_AS', 'PSP_PI', 'PSP_AI', 'PSP_IC'] as const;
export type Psd2Role = (typeof PSD2_ROLES)[number];

/** What a QWAC says of a payment service provider (ETSI TS 119 495). */
export interface Psd2 {
  /** Each once, in the order of the certificate. */
  readonly roles: readonly Psd2Role[];
  readonly competentAuthority: {
    /** Such as `Lietuvos bankas`. */
    readonly name: string;
    /** Country and authority, such as `LT-BL`. */
    readonly id: string;
  };
  /** The provider's authorisation number after its country and authority, such as `PSDLT-BL-LB000001`. */
  readonly organizationIdentifier: string;
}

export type Psd2Reading =
  | { readonly psd2: Psd2 }
  /** Why it is no QWAC for PSD2, to come after the subject in a sentence. */
  | { readonly notQualified: string }
  /** No QC statements: nothing is claimed. */
  | undefined;

/**
 * What a certificate says of PSD2, or why it is no QWAC for PSD2: a qualified certificate for website
 * authentication, and for nothing else, under the law of the EU, with one PSD2 statement that does not contradict
 * itself. Who signed it is not asked.
 *
 * @see RFC 3739, section 3.2.6; ETSI EN 319 412-5, section 4; ETSI TS 119 495, section 5
 */
export function readPsd2(facts: CertificateFacts): Psd2Reading {
  if (!facts.qcStatements) return undefined;
  try {
    return { psd2: psd2Of(facts.qcStatements, facts) };
  } catch (error) {
    return { notQualified: error instanceof Fault ? error.message : 'has QC statements that cannot be read' };
  }
}

/** What is wrong with a certificate. Whatever else is thrown is the parser's. */
class Fault extends Error {}

/** Read before it is known who signed. A disclosure statement in every language of the EU has two thousand. */
const MAX_STATEMENTS_BYTES = 4096;

function psd2Of(der: Uint8Array, facts: CertificateFacts): Psd2 {
  if (der.byteLength > MAX_STATEMENTS_BYTES) throw new Fault('has QC statements that are too long');
  const statements = statementsOf(der);
  if (!statements.has(id_etsi_qcs_qcCompliance)) throw new Fault('does not say that it is qualified');
  // Of a certificate under the law of the EU alone it is absent.
  if (statements.has(id_etsi_qcs_qcCClegislation)) {
    throw new Fault('is qualified under another law than that of the EU');
  }
  const type = statements.get(id_etsi_qcs_qcType);
  const [purpose, ...others] = type ? AsnConvert.parse(infoOf(type), QcType) : [];
  if (purpose !== id_etsi_qct_web || others.length > 0) {
    throw new Fault('is not for website authentication (QWAC) alone');
  }
  const statement = statements.get(id_etsi_psd2_qcStatement);
  if (!statement) throw new Fault('has no PSD2 statement');
  const { roles, authorityName, authorityId } = exactly(infoOf(statement), Psd2QcType);
  return {
    roles: rolesOf(roles),
    competentAuthority: authorityOf(authorityName, authorityId),
    organizationIdentifier: organizationIdentifierOf(facts),
  };
}

function statementsOf(der: Uint8Array): Map<string, QCStatement> {
  const statements = new Map<string, QCStatement>();
  for (const statement of AsnConvert.parse(der, QCStatements)) {
    if (statements.has(statement.statementId)) throw new Fault('makes a QC statement twice');
    statements.set(statement.statementId, statement);
  }
  return statements;
}

function infoOf({ statementInfo }: QCStatement): ArrayBuffer {
  if (!statementInfo?.byteLength) throw new Fault('has a QC statement that says nothing');
  return statementInfo;
}

/** The parser is lenient: bytes that are no UTF-8 it takes for Latin-1. What was read right is encoded to the same bytes again. */
function exactly<T>(der: ArrayBuffer, target: new () => T): T {
  const value = AsnConvert.parse(der, target);
  if (Buffer.compare(Buffer.from(AsnConvert.serialize(value)), Buffer.from(der)) !== 0) {
    throw new Fault('has a PSD2 statement that is not encoded as what it says would be');
  }
  return value;
}

/** ETSI TS 119 495, annex A. Another identifier, such as that of the unspecified role, gives no role. */
const roleByOid: ReadonlyMap<string, Psd2Role> = new Map([
  ['0.4.0.19495.1.1', 'PSP_AS'],
  ['0.4.0.19495.1.2', 'PSP_PI'],
  ['0.4.0.19495.1.3', 'PSP_AI'],
  ['0.4.0.19495.1.4', 'PSP_IC'],
]);

function rolesOf(stated: readonly RoleOfPsp[]): Psd2Role[] {
  if (stated.length === 0) throw new Fault('has a PSD2 statement without a role');
  const roles = new Set<Psd2Role>();
  for (const { oid, name } of stated) {
    const role = roleByOid.get(oid);
    const named = PSD2_ROLES.find((one) => one === name);
    if (role !== named) throw new Fault('names a PSD2 role otherwise than its object identifier does');
    if (role) roles.add(role);
  }
  return [...roles];
}

const MAX_TEXT = 256;
const AUTHORITY_ID = /^[A-Z]{2}-[A-Z]{2,8}$/;
/** ETSI TS 119 495, section 5.2.1. How an authority numbers is its own affair. */
const ORGANIZATION_IDENTIFIER = /^PSD[A-Z]{2}-[A-Z]{2,8}-[^\p{C}\p{Z}]+$/u;
const ORGANIZATION_IDENTIFIER_TYPE = '2.5.4.97';

function authorityOf(name: string, id: string): Psd2['competentAuthority'] {
  if (name === '' || name.length > MAX_TEXT) throw new Fault('does not name its competent authority');
  if (!AUTHORITY_ID.test(id)) throw new Fault('has a competent authority whose id is not of the form cc-NCA');
  return { name, id };
}

function organizationIdentifierOf({ subject }: CertificateFacts): string {
  const [identifier, ...more] = subject.parts
    .flat()
    .filter(({ type }) => type === ORGANIZATION_IDENTIFIER_TYPE);
  if (!identifier) throw new Fault('has no organizationIdentifier');
  if (more.length > 0) throw new Fault('has more than one organizationIdentifier');
  const value = 'text' in identifier ? identifier.text : '';
  if (value.length > MAX_TEXT || !ORGANIZATION_IDENTIFIER.test(value)) {
    throw new Fault('has an organizationIdentifier that is not of the form PSDcc-NCA-id');
  }
  return value;
}
