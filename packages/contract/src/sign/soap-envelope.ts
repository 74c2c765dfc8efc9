import type { UsernameToken } from './username-token.ts';

export type SoapVersion = '1.1' | '1.2';

export const soapForms: Readonly<
  Record<SoapVersion, { readonly namespace: string; readonly contentType: string }>
> = {
  '1.1': { namespace: 'http://schemas.xmlsoap.org/soap/envelope/', contentType: 'text/xml; charset=utf-8' },
  '1.2': {
    namespace: 'http://www.w3.org/2003/05/soap-envelope',
    contentType: 'application/soap+xml; charset=utf-8',
  },
};

const oasis = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss';
export const WSSE = `${oasis}-wssecurity-secext-1.0.xsd`;
export const WSU = `${oasis}-wssecurity-utility-1.0.xsd`;
export const PASSWORD_DIGEST = `${oasis}-username-token-profile-1.0#PasswordDigest`;
export const PASSWORD_TEXT = `${oasis}-username-token-profile-1.0#PasswordText`;
export const BASE64_BINARY = `${oasis}-soap-message-security-1.0#Base64Binary`;

/** The elements of a token, each of them XML. */
export interface TokenElements {
  readonly username: string;
  readonly password: string;
  readonly nonce: string;
  readonly created: string;
}

export function tokenElements({ login, tranKey, nonce, seed }: UsernameToken): TokenElements {
  return {
    username: `<wsse:Username>${escaped(login)}</wsse:Username>`,
    password: `<wsse:Password Type="${PASSWORD_DIGEST}">${escaped(tranKey)}</wsse:Password>`,
    nonce: `<wsse:Nonce EncodingType="${BASE64_BINARY}">${escaped(nonce)}</wsse:Nonce>`,
    created: `<wsu:Created>${escaped(seed)}</wsu:Created>`,
  };
}

/** With some of its elements in another form. */
export function usernameTokenXml(token: UsernameToken, other: Partial<TokenElements> = {}): string {
  const { username, password, nonce, created } = { ...tokenElements(token), ...other };
  return `<wsse:UsernameToken>${username}${password}${nonce}${created}</wsse:UsernameToken>`;
}

/** @param attributes with a space before each */
export function securityXml(content: string, attributes = ''): string {
  return `<wsse:Security${attributes}>${content}</wsse:Security>`;
}

export interface EnvelopeParts {
  readonly version: SoapVersion;
  /** What the Header holds. */
  readonly header: string;
  /** What the Body holds. */
  readonly content: string;
  /** What stands before the Envelope. */
  readonly prologue?: string | undefined;
}

/** Prefixes: `soap`, `wsse`, `wsu`, `xsi`. */
export function envelopeXml({ version, header, content, prologue = '' }: EnvelopeParts): string {
  return (
    `${prologue}<soap:Envelope xmlns:soap="${soapForms[version].namespace}" xmlns:wsse="${WSSE}"` +
    ` xmlns:wsu="${WSU}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
    `<soap:Header>${header}</soap:Header><soap:Body>${content}</soap:Body></soap:Envelope>`
  );
}

export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
