import type { Hint } from '../../mistakes/hint.ts';
import type { TokenPart } from '../../token.ts';
import { WSU, XSI } from '../namespaces.ts';
import { ELEMENT_NAMES, ELEMENT_NAMESPACES } from '../token-element.ts';
import { attributeOf, childrenNamed, type XmlElement } from '../xml/element.ts';

const PROFILE = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0';

/** Why a part of a UsernameToken is malformed, where that is a mistake of SOAP alone. */
export function tokenMistake(part: TokenPart, token: XmlElement, security: XmlElement): Hint | undefined {
  const name = ELEMENT_NAMES[part];
  const [element, ...others] = childrenNamed(token, ELEMENT_NAMESPACES[part], name);
  if (!element) return missing(part, token, security);
  if (others.length > 0) return { hint: `send one ${name}` };
  if (element.commented || element.children.length > 0) return { hint: `send ${name} as text alone` };
  if (part === 'tranKey' && typeOf(element) === undefined)
    return { hint: `add Type="${PROFILE}#PasswordDigest" to Password` };
  if (part === 'tranKey' && typeOf(element)?.endsWith('PasswordText')) {
    return {
      hint: 'PasswordText sends the secret itself: send Base64(SHA-256(nonce + seed + secretKey)) as PasswordDigest, and renew the secret',
    };
  }
  if (element.text.trim() !== element.text)
    return { hint: `white space counts: send ${name} without any around it` };
  return undefined;
}

function missing(part: TokenPart, token: XmlElement, security: XmlElement): Hint | undefined {
  const name = ELEMENT_NAMES[part];
  const namespace = ELEMENT_NAMESPACES[part];
  if (token.children.some((child) => child.name === name))
    return { hint: `the namespace of ${name} must be ${namespace}` };
  const inTimestamp = childrenNamed(security, WSU, 'Timestamp').some(
    (timestamp) => childrenNamed(timestamp, WSU, 'Created').length > 0,
  );
  if (part === 'seed' && inTimestamp) {
    return { hint: 'the Created of a Timestamp does not count: the UsernameToken needs one of its own' };
  }
  return { hint: `add ${name} to the UsernameToken, in the namespace ${namespace}` };
}

function typeOf(password: XmlElement): string | undefined {
  return attributeOf(password, '', 'Type') ?? attributeOf(password, XSI, 'type');
}
