import { type AddressRange, checkOptionTypes, parseRanges, trustedProxies } from '@countersign/core';
import { type CertificateHeaderForm, type HeaderForm, headerForms } from './header-form.ts';

/** Proxies that end the client's TLS connection, and hand its certificate on in a header. */
export interface CertificateProxies {
  /** Their addresses and CIDR ranges, such as `['10.0.0.7', '10.1.0.0/16']`. From anyone else the header counts as absent. */
  readonly trusted: readonly string[];
  readonly form: CertificateHeaderForm;
  /** The header's name, where the proxy is configured to use another one than the form's own. */
  readonly header?: string | undefined;
  /** Told when somebody who is no trusted proxy sends a header that would hold a certificate. */
  readonly onUntrustedHeader?: UntrustedHeaderHandler | undefined;
}

/** A header that was not believed. Its value is not told. */
export interface UntrustedHeader {
  /** Lower case. */
  readonly header: string;
  /** Who sent it. */
  readonly peerAddress: string | undefined;
}

export type UntrustedHeaderHandler = (untrusted: UntrustedHeader) => void;

export interface CheckedProxies {
  trusts(peerAddress: string | undefined): boolean;
  readonly form: HeaderForm;
  /** Lower case. */
  readonly header: string;
  readonly onUntrustedHeader: UntrustedHeaderHandler | undefined;
}

/** @throws TypeError naming the option that is unusable. */
export function checkedProxies(proxies: CertificateProxies): CheckedProxies {
  if (typeof proxies !== 'object' || proxies === null) {
    throw new TypeError("proxies must be such as { trusted: ['10.0.0.7'], form: 'rfc9440' }, or absent");
  }
  const { trusted, form: name, onUntrustedHeader } = proxies;
  const { trusts } = trustedProxies(trusted, 'proxies.trusted');
  if (trusted.length === 0) {
    throw new TypeError("proxies.trusted must name at least one address or CIDR range, such as ['10.0.0.7']");
  }
  for (const range of parseRanges(trusted, 'proxies.trusted')) checkWidth(range);
  if (!Object.hasOwn(headerForms, name)) {
    throw new TypeError(`proxies.form must be one of ${Object.keys(headerForms).join(', ')}`);
  }
  checkOptionTypes({ onUntrustedHeader }, { onUntrustedHeader: 'function' });
  const form = headerForms[name];
  return { trusts, form, header: checkedHeader(proxies.header ?? form.header), onUntrustedHeader };
}

/** No network that is one's own is wider: 10.0.0.0/8 (RFC 1918), fc00::/7 (RFC 4193). */
const WIDEST = { ipv4: 8, ipv6: 7 } as const;

/** A wider range holds addresses of strangers, and two halves hold everybody's. */
function checkWidth([address, bits]: AddressRange): void {
  const widest = WIDEST[address.kind()];
  if (bits >= widest) return;
  throw new TypeError(
    `proxies.trusted: ${address}/${bits} is wider than /${widest}, and trusts clients to say who they are: name the proxies`,
  );
}

/** Underscores are how a header is forged: many servers take them for hyphens. */
function checkedHeader(header: string): string {
  if (typeof header !== 'string' || !/^[a-z0-9]+(?:-[a-z0-9]+){0,6}$/i.test(header)) {
    throw new TypeError('proxies.header must be a header name of letters, digits and at most six hyphens');
  }
  return header.toLowerCase();
}
