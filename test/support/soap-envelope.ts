import type { InboundRequest } from '@countersign/core';
import { inboundRequest } from './inbound-request.ts';
import { placetopayAuth } from './placetopay-auth.ts';

export const SOAP_11 = 'http://schemas.xmlsoap.org/soap/envelope/';
export const SOAP_12 = 'http://www.w3.org/2003/05/soap-envelope';
const oasis = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss';
export const WSSE = `${oasis}-wssecurity-secext-1.0.xsd`;
export const WSU = `${oasis}-wssecurity-utility-1.0.xsd`;
export const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
export const DIGEST = `${oasis}-username-token-profile-1.0#PasswordDigest`;
export const TEXT = `${oasis}-username-token-profile-1.0#PasswordText`;
export const BASE64 = `${oasis}-soap-message-security-1.0#Base64Binary`;

type Auth = ReturnType<typeof placetopayAuth>;

/** The parts of a UsernameToken, from an `auth` of JSON, each of which can be replaced by other XML. */
export function tokenParts(auth: Auth) {
  return {
    username: `<wsse:Username>${auth.login}</wsse:Username>`,
    password: `<wsse:Password Type="${DIGEST}">${auth.tranKey}</wsse:Password>`,
    nonce: `<wsse:Nonce EncodingType="${BASE64}">${auth.nonce}</wsse:Nonce>`,
    created: `<wsu:Created>${auth.seed}</wsu:Created>`,
  };
}

export type TokenXml = Partial<ReturnType<typeof tokenParts>>;

export function usernameTokenXml(auth: Auth, other: TokenXml = {}): string {
  return `<wsse:UsernameToken>${Object.values({ ...tokenParts(auth), ...other }).join('')}</wsse:UsernameToken>`;
}

interface EnvelopeParts {
  readonly auth?: Auth;
  readonly token?: TokenXml;
  readonly namespace?: string;
  /** What stands in the Header, in place of a Security header with the token. */
  readonly header?: string;
  readonly body?: string;
  /** Before the root. */
  readonly prolog?: string;
}

export function envelope(parts: EnvelopeParts = {}): string {
  const {
    auth = placetopayAuth(),
    token = {},
    namespace = SOAP_11,
    prolog = '',
    body = '<a:ping xmlns:a="urn:a"/>',
  } = parts;
  const { header = securityXml(usernameTokenXml(auth, token)) } = parts;
  return (
    `${prolog}<s:Envelope xmlns:s="${namespace}" xmlns:wsse="${WSSE}" xmlns:wsu="${WSU}" xmlns:xsi="${XSI}">` +
    `<s:Header>${header}</s:Header><s:Body>${body}</s:Body></s:Envelope>`
  );
}

export function securityXml(content: string, attributes = ''): string {
  return `<wsse:Security ${attributes}>${content}</wsse:Security>`;
}

/** A request with these bytes, as an adapter leaves a body that it does not parse. */
export function soapRequest(
  body: string | Uint8Array,
  contentType = 'text/xml; charset=utf-8',
): InboundRequest {
  const raw = typeof body === 'string' ? Buffer.from(body) : body;
  return inboundRequest({ headers: { 'content-type': contentType }, body: { kind: 'unsupported', raw } });
}
