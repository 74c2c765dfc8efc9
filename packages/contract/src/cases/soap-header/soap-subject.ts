import type { ContractCase } from '../../contract-case.ts';
import type { Dialect } from '../../dialect.ts';
import type { OutboundRequest } from '../../request.ts';
import {
  envelopeXml,
  type SoapVersion,
  securityXml,
  soapForms,
  type TokenElements,
  usernameTokenXml,
} from '../../sign/soap-envelope.ts';
import type { UsernameToken } from '../../sign/username-token.ts';
import { tokenOf, type UsernameTokenSubject } from '../username-token/username-token-subject.ts';

/** What the cases of a token in a SOAP message need to know. `carry` and `dialect` are those of SOAP 1.1. */
export interface SoapSubject extends UsernameTokenSubject {
  readonly dialects: Readonly<Record<SoapVersion, Dialect>>;
  /** What an account may ask for: without a body, and without a content type. */
  readonly request: OutboundRequest;
  /** What the Body holds. */
  readonly content: string;
  /** The same accounts over JSON. */
  readonly overJson?: Pick<UsernameTokenSubject, 'dialect' | 'carry'> | undefined;
}

export type SoapCase = ContractCase<SoapSubject>;

type Messenger = Pick<SoapSubject, 'request' | 'content'>;

export const soapVersions: readonly SoapVersion[] = ['1.1', '1.2'];

/** The request with this very text. */
export function withXml(
  { request }: Messenger,
  body: string | Uint8Array,
  contentType: string = soapForms['1.1'].contentType,
): OutboundRequest {
  return { ...request, body, headers: [...request.headers, ['Content-Type', contentType]] };
}

/** The request with this in the Header of its Envelope. */
export function withHeader(
  subject: Messenger,
  header: string,
  version: SoapVersion = '1.1',
): OutboundRequest {
  const message = envelopeXml({ version, header, content: subject.content });
  return withXml(subject, message, soapForms[version].contentType);
}

/** The request with this token as documented. */
export function withSoapToken(
  subject: Messenger,
  token: UsernameToken,
  version: SoapVersion = '1.1',
): OutboundRequest {
  return withHeader(subject, securityXml(usernameTokenXml(token)), version);
}

/** The request with a right token, some of whose elements are in another form. */
export function withElements(
  subject: SoapSubject,
  change: (token: UsernameToken) => Partial<TokenElements>,
  token: UsernameToken = tokenOf(subject),
): OutboundRequest {
  return withHeader(subject, securityXml(usernameTokenXml(token, change(token))));
}

/** The message of SOAP 1.1 with a right token, as text. */
export function rightMessage(subject: SoapSubject): string {
  const header = securityXml(usernameTokenXml(tokenOf(subject)));
  return envelopeXml({ version: '1.1', header, content: subject.content });
}
