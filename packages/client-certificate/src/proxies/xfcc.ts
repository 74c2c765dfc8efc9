import type { X509Certificate } from 'node:crypto';
import { certificatesOfEscapedPem } from './exact-certificates.ts';

interface Pair {
  /** Lower case. */
  readonly key: string;
  readonly value: string;
}

/** What one proxy says of the peer that called it. */
type Element = readonly Pair[];

/**
 * The certificates of the last element of `X-Forwarded-Client-Cert`, which the last proxy wrote: `Cert`, `Chain`
 * (which begins with the same certificate), or both; and `Hash`, where it is there, is the SHA-256 of it.
 * @throws URIError for what is no percent-encoding.
 * @see Envoy, HTTP header manipulation, x-forwarded-client-cert
 */
export function readXfcc(header: string): X509Certificate[] | undefined {
  const elements = elementsOf(header);
  const last = elements?.at(-1);
  if (!elements || !last) return undefined;
  // Envoy does not quote the names that it copies from a certificate, and whoever makes a certificate may put a
  // comma and an element of their own behind such a name.
  if (elements.slice(0, -1).some((element) => element.some(({ key }) => key === 'uri' || key === 'dns'))) {
    return undefined;
  }
  if (['cert', 'chain', 'hash'].some((key) => valuesOf(last, key).length > 1)) return undefined;

  const [cert] = valuesOf(last, 'cert');
  const [chain] = valuesOf(last, 'chain');
  const [hash] = valuesOf(last, 'hash');
  const alone = cert === undefined ? [] : certificatesOfEscapedPem(cert);
  const together = chain === undefined ? [] : certificatesOfEscapedPem(chain);
  if (!alone || !together || alone.length > 1) return undefined;
  const leaf = alone[0] ?? together[0];
  if (!leaf) return undefined;
  if (together[0] && !together[0].raw.equals(leaf.raw)) return undefined;
  if (hash !== undefined && hash.toLowerCase() !== sha256Of(leaf)) return undefined;
  return [leaf, ...together.slice(1)];
}

function valuesOf(element: Element, key: string): string[] {
  return element.filter((pair) => pair.key === key).map(({ value }) => value);
}

function sha256Of({ fingerprint256 }: X509Certificate): string {
  return fingerprint256.replaceAll(':', '').toLowerCase();
}

/** `key=value;key="value",key=value`: elements of pairs. `undefined` where a quotation does not end where a pair does. */
function elementsOf(header: string): Element[] | undefined {
  let element: Pair[] = [];
  const elements = [element];
  let at = 0;
  while (at < header.length) {
    const character = header[at];
    if (character === ',') {
      element = [];
      elements.push(element);
      at += 1;
    } else if (character === ';' || character === ' ') {
      at += 1;
    } else {
      const equals = header.indexOf('=', at);
      if (equals === -1) return undefined;
      const key = header.slice(at, equals).toLowerCase();
      const end =
        header[equals + 1] === '"' ? endOfQuotation(header, equals + 1) : endOfPair(header, equals + 1);
      if (!/^[a-z]+$/.test(key) || end === undefined || !isEndOfPair(header[end])) return undefined;
      const value = header.slice(equals + 1, end);
      element.push({ key, value: value.startsWith('"') ? value.slice(1, -1) : value });
      at = end;
    }
  }
  return elements;
}

function isEndOfPair(character: string | undefined): boolean {
  return character === undefined || character === ',' || character === ';';
}

function endOfPair(text: string, from: number): number | undefined {
  let at = from;
  while (!isEndOfPair(text[at])) {
    if (text[at] === '"') return undefined;
    at += 1;
  }
  return at;
}

/** Behind the closing quotation mark. A backslash takes the character after it along. */
function endOfQuotation(text: string, opening: number): number | undefined {
  for (let at = opening + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return undefined;
}
