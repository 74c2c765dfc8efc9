import { TOKEN_PARTS, type TokenPart } from '../token.ts';
import { WSSE, WSU, XSI } from './namespaces.ts';
import { attributeOf, childrenNamed, type XmlElement } from './xml/element.ts';

/** What each part of a token is called in SOAP. `Created` is the seed, and the token's own: a Timestamp has another. */
export const ELEMENT_NAMES: Record<TokenPart, string> = {
  login: 'Username',
  tranKey: 'Password',
  nonce: 'Nonce',
  seed: 'Created',
};

export const ELEMENT_NAMESPACES: Record<TokenPart, string> = {
  login: WSSE,
  tranKey: WSSE,
  nonce: WSSE,
  seed: WSU,
};

/** The texts of a token, as far as they are there; their form is not looked at. */
export type TokenTexts = { readonly [P in TokenPart]?: string };

export interface MalformedElement {
  readonly malformed: TokenPart;
  readonly problem: string;
}

/**
 * The texts of a UsernameToken. CDATA is text; a comment or an element inside a part makes it malformed, because readers
 * differ in what they take for its text. Unknown elements and attributes are ignored.
 *
 * @see UsernameToken Profile 1.1, section 3.1
 */
export function tokenTexts(token: XmlElement): TokenTexts | MalformedElement {
  const texts: { [P in TokenPart]?: string } = {};
  for (const part of TOKEN_PARTS) {
    const found = childrenNamed(token, ELEMENT_NAMESPACES[part], ELEMENT_NAMES[part]);
    const [element] = found;
    if (!element) continue;
    const problem = found.length > 1 ? 'is there more than once' : problemOf(part, element);
    if (problem !== undefined) return { malformed: part, problem };
    texts[part] = element.text;
  }
  return texts;
}

function problemOf(part: TokenPart, element: XmlElement): string | undefined {
  if (element.children.length > 0) return 'holds another element';
  if (element.commented) return 'holds a comment';
  if (part === 'tranKey' && !isTypedDigest(element)) return 'is not typed as a PasswordDigest';
  if (part === 'nonce' && !isBase64(element)) return 'is encoded otherwise than in Base64Binary';
  return undefined;
}

/** The profile's `Type` decides; without one, what clients that are made from a schema send: `xsi:type`. */
function isTypedDigest(password: XmlElement): boolean {
  const type = attributeOf(password, '', 'Type');
  return type === undefined
    ? attributeOf(password, XSI, 'type') === 'PasswordDigest'
    : type.endsWith('#PasswordDigest');
}

/** Base64 is the default (WS-Security 1.1, section 6.1). */
function isBase64(nonce: XmlElement): boolean {
  return attributeOf(nonce, '', 'EncodingType')?.endsWith('#Base64Binary') ?? true;
}
