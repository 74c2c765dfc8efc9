import type { XmlElement } from '@countersign/username-token';

// As deep as anything is written: what a client sent as JSON may be nested as deep as it is long.
const DEEPEST = 20;

/** Plain data as elements: a member an element, a list an element an item. What has no name in XML is left out. */
export function xmlOf(name: string, value: unknown, depth = 0): string {
  if (depth > DEEPEST || !/^[A-Za-z_][A-Za-z0-9_.-]{0,63}$/.test(name)) return '';
  if (Array.isArray(value)) return value.map((item) => xmlOf(name, item, depth + 1)).join('');
  if (value === null || value === undefined) return '';
  const content =
    typeof value === 'object'
      ? Object.entries(value)
          .map(([key, inner]) => xmlOf(key, inner, depth + 1))
          .join('')
      : escapedXml(String(value));
  return `<${name}>${content}</${name}>`;
}

/** An element as plain data: text, or an object of its children by local name, a list where a name is repeated. */
export function dataOf({ children, text }: XmlElement): unknown {
  if (children.length === 0) return text;
  const members = new Map<string, unknown>();
  for (const child of children) {
    const value = dataOf(child);
    const before = members.get(child.name);
    if (before === undefined) members.set(child.name, value);
    else members.set(child.name, Array.isArray(before) ? [...before, value] : [before, value]);
  }
  return Object.fromEntries(members);
}

/** Text as an element or an attribute can hold it: what has no place in XML 1.0 becomes U+FFFD. */
export function escapedXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '\u{fffd}')
    .replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
