import type { X509Certificate } from 'node:crypto';
import type { InboundHeaders, PresentedCertificate } from '@countersign/core';
import { LRUCache } from 'lru-cache';
import type { MalformedLeaf } from '../read-leaf.ts';
import type { CheckedProxies } from './certificate-proxies.ts';
import { type HeaderForm, headerForms } from './header-form.ts';

/** Characters of a header that are parsed at all: a chain of large certificates, percent-encoded. */
export const MAX_HEADER_LENGTH = 65_536;

/** Certificates of one chain, the client's counted. */
const MAX_CERTIFICATES = 9;

/** Certificates remembered, by the length of their headers in total: each has two to three thousand characters. */
const REMEMBERED_CHARACTERS = 4_000_000;

/** Every header that some proxy hands a certificate on in. */
export const certificateHeaders: readonly string[] = [
  ...new Set(Object.values(headerForms).flatMap(({ header, chainHeader = header }) => [header, chainHeader])),
];

type Reading = PresentedCertificate | MalformedLeaf;

/**
 * Reads the certificate that a trusted proxy handed on, as far as the proxy alone can have written it: `undefined`
 * where it says that the client sent none, malformed where something else may have come from the client.
 */
export function forwardedCertificates({
  form,
  header,
}: CheckedProxies): (headers: InboundHeaders) => Reading | undefined {
  const { chainHeader } = form;
  const others = certificateHeaders.filter((name) => name !== header && name !== chainHeader);
  // Of the headers that are read here, and of those that might be mistaken for them.
  const aliases = [...new Set([header, ...certificateHeaders])].flatMap(underscored);
  const remembered = new LRUCache<string, Reading>({
    maxSize: REMEMBERED_CHARACTERS,
    sizeCalculation: (_, text) => text.length,
  });

  return (headers) => {
    const alias = aliases.find((name) => headers.all(name).length > 0);
    if (alias) return { malformed: `${alias} was sent, which could be mistaken for a header of the proxy` };
    for (const name of chainHeader === undefined ? [header] : [header, chainHeader]) {
      const { length } = headers.all(name);
      if (length > 1) return { malformed: `${name} was sent ${length} times` };
    }

    const [value = ''] = headers.all(header);
    const [chain = ''] = chainHeader === undefined ? [] : headers.all(chainHeader);
    if (value === '') {
      return chain === '' ? undefined : { malformed: `${chainHeader} was sent without ${header}` };
    }
    const other = others.find((name) => isSent(headers, name));
    if (other) return { malformed: `${header} and ${other} were sent at once` };
    if (value.length > MAX_HEADER_LENGTH || chain.length > MAX_HEADER_LENGTH) {
      return { malformed: `${header} is longer than ${MAX_HEADER_LENGTH} characters` };
    }

    // No header holds a line break.
    const text = `${value}\n${chain}`;
    const known = remembered.get(text);
    if (known) return known;
    const [leaf, ...intermediates] = certificatesIn(form, value, chain) ?? [];
    const reading = leaf ? { leaf, intermediates } : { malformed: `${header} is not as the proxy writes it` };
    remembered.set(text, reading);
    return reading;
  };
}

/** Whether a header is there, and not empty. */
export function isSent(headers: InboundHeaders, name: string): boolean {
  return headers.all(name).some((value) => value !== '');
}

function certificatesIn(form: HeaderForm, value: string, chain: string): X509Certificate[] | undefined {
  try {
    const certificates = form.read(value);
    const above = chain === '' ? [] : form.readChain?.(chain);
    if (!certificates || !above) return undefined;
    const all = [...certificates, ...above];
    return all.length > MAX_CERTIFICATES ? undefined : all;
  } catch {
    return undefined;
  }
}

/** Every spelling of a name that has an underscore in place of one hyphen or more. */
export function underscored(name: string): string[] {
  const [first = '', ...rest] = name.split('-');
  const spellings = rest.reduce<string[]>(
    (before, part) => before.flatMap((start) => [`${start}-${part}`, `${start}_${part}`]),
    [first],
  );
  return spellings.filter((spelling) => spelling !== name);
}
