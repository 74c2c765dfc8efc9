import { AsnConvert } from '@peculiar/asn1-schema';
import { AttributeValue, type Name } from '@peculiar/asn1-x509';
import { attributeTypeOf, shortNameOf } from './attribute-types.ts';

/** One attribute of a name. A value that is no text is its DER, in hexadecimal. */
export type NameAttribute =
  | { readonly type: string; readonly text: string }
  | { readonly type: string; readonly der: string };

/** The parts of a distinguished name in the order of the ASN.1, broadest first; most hold one attribute. */
export type NameParts = readonly (readonly NameAttribute[])[];

/** @throws Error for text that no string can hold. */
export function nameParts(name: Name): NameParts {
  return name.map((part) => part.map(({ type, value }) => ({ type, ...readValue(value) })));
}

function readValue(value: AttributeValue): { text: string } | { der: string } {
  if (value.anyValue) return { der: Buffer.from(value.anyValue).toString('hex') };
  const text = value.toString();
  // Half a surrogate pair has no UTF-8 of its own: escaped, it would print as other characters do.
  if (/\p{Cs}/u.test(text)) throw new Error('a name holds text that is not Unicode');
  return { text };
}

/**
 * A name as RFC 4514 writes it: narrowest part first, `CN=Example CA,O=Example,C=LT`. Two names print alike only
 * if they are alike, attribute by attribute: types by their identifiers, values character by character.
 */
export function printName(parts: NameParts): string {
  return parts
    .toReversed()
    .map((part) => part.map(printAttribute).toSorted().join('+'))
    .join(',');
}

function printAttribute(attribute: NameAttribute): string {
  const type = shortNameOf(attribute.type);
  return 'der' in attribute ? `${type}=#${attribute.der}` : `${type}=${escaped(attribute.text)}`;
}

/** Beside what RFC 4514 section 2.4 wants escaped, whatever would not be seen, or would break a line of a log. */
function escaped(text: string): string {
  return text
    .replace(/["+,;<>\\]|^[ #]| $/g, '\\$&')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
      Buffer.from(character).toString('hex').replace(/../g, '\\$&'),
    );
}

/**
 * Reads a name as RFC 4514 writes it, with white space around `,`, `+` and `=` as most tools print it.
 * `undefined` for what is no such name.
 */
export function parseName(text: string): NameParts | undefined {
  const parts = cut(text, ',').map((part) => cut(part, '+').map(parseAttribute));
  const complete = parts.filter((part) => part.every((attribute) => attribute !== undefined));
  return complete.length === parts.length ? complete.toReversed() : undefined;
}

function parseAttribute(text: string): NameAttribute | undefined {
  const equals = text.indexOf('=');
  const type = attributeTypeOf(text.slice(0, Math.max(equals, 0)).trim());
  if (type === undefined) return undefined;
  try {
    return { type, ...parseValue(text.slice(equals + 1)) };
  } catch {
    return undefined;
  }
}

/** @throws Error for what is no value. */
function parseValue(text: string): { text: string } | { der: string } {
  const trimmed = text.trim();
  if (/^#(?:[0-9a-f]{2})+$/i.test(trimmed)) {
    return readValue(AsnConvert.parse(Buffer.from(trimmed.slice(1), 'hex'), AttributeValue));
  }
  const characters = text.match(/\\[0-9a-f]{2}|\\.|[^\\]/gisu) ?? [];
  if (characters.join('') !== text) throw new Error('a backslash with nothing after it');
  while (characters[0] === ' ') characters.shift();
  while (characters.at(-1) === ' ') characters.pop();
  return { text: decodeURIComponent(characters.map(percentEncoded).join('')) };
}

/** One character, escaped or not, so that escaped bytes come together as UTF-8 again. */
function percentEncoded(character: string): string {
  if (/^\\[ "#+,;<=>\\]$/.test(character)) return encodeURIComponent(character.slice(1));
  if (/^\\[0-9a-f]{2}$/i.test(character)) return `%${character.slice(1)}`;
  if (/^[^\\"+,;<>\0]$/u.test(character)) return encodeURIComponent(character);
  throw new Error('not a value as RFC 4514 writes it');
}

/** Cuts at every separator that is not escaped. */
function cut(text: string, separator: string): string[] {
  const pieces: string[] = [];
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === separator) {
      pieces.push(text.slice(start, i));
      start = i + 1;
    }
  }
  return [...pieces, text.slice(start)];
}
