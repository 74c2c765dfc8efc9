import type { InboundBody } from '@countersign/core';
import { type Hint, noHint } from '../../mistakes/hint.ts';
import { SOAP_11, SOAP_12, WSSE } from '../namespaces.ts';
import { childrenNamed, isNamed, type XmlElement } from '../xml/element.ts';

/** Why no token was found where it belongs. `root`: as far as the body could be read. */
export function placeMistake(body: InboundBody, root: XmlElement | undefined): Hint {
  if (root) return misplacedToken(root);
  if (body.kind === 'json') {
    return { hint: 'this takes SOAP: JSON with an auth object belongs to another route' };
  }
  if (!('raw' in body) || !body.raw || body.raw.byteLength === 0) return noHint;
  const start = Buffer.from(body.raw).toString('latin1', 0, LOOKED_AT);
  if (start.startsWith('--')) return { hint: 'send the envelope as the body itself, not as a part of MTOM' };
  if (/<!DOCTYPE/.test(start)) return { hint: 'send the envelope without a document type declaration' };
  if (/^(?:\xef\xbb\xbf)?\s*</.test(start)) {
    return {
      hint: 'send well-formed XML in UTF-8, with Content-Type: text/xml; charset=utf-8 (SOAP 1.2: application/soap+xml)',
    };
  }
  return { hint: 'send a SOAP envelope with the UsernameToken in its Security header' };
}

/** Why an `auth` was looked for in vain: the body is a SOAP message. */
export function soapInsteadOfJson(body: InboundBody): Hint | undefined {
  if (body.kind !== 'unsupported' || !body.raw) return undefined;
  const start = Buffer.from(body.raw).toString('latin1', 0, LOOKED_AT);
  if (!start.includes(SOAP_11) && !start.includes(SOAP_12)) return undefined;
  return { hint: 'this takes JSON with an auth object: a SOAP envelope belongs to another route' };
}

// Bytes of a body that is not read.
const LOOKED_AT = 2048;

function misplacedToken(root: XmlElement): Hint {
  if (root.name === 'Envelope' && root.namespace !== SOAP_11 && root.namespace !== SOAP_12) {
    return { hint: `the namespace of the Envelope must be ${SOAP_11} or ${SOAP_12}` };
  }
  if (root.name !== 'Envelope') return { hint: 'the root must be a SOAP Envelope with a Header and a Body' };
  const [header] = childrenNamed(root, root.namespace, 'Header');
  const [body] = childrenNamed(root, root.namespace, 'Body');
  if (body && find(body, 'UsernameToken')) {
    return { hint: 'the UsernameToken is in the Body: it belongs into a Security header' };
  }
  const security = header && find(header, 'Security');
  if (security && !isNamed(security, WSSE, 'Security')) {
    return { hint: `the namespace of Security must be ${WSSE}` };
  }
  if (security && header.children.includes(security) && find(security, 'UsernameToken')) {
    return childrenNamed(security, WSSE, 'UsernameToken').length === 0
      ? { hint: `UsernameToken must be a child of Security, in the namespace ${WSSE}` }
      : { hint: 'leave out the actor or role: the Security header must be for this server' };
  }
  if (header && find(header, 'UsernameToken')) {
    return { hint: 'put the UsernameToken into a Security header that is a child of the Header' };
  }
  return { hint: 'send a Security header with a UsernameToken: Username, Password, Nonce and Created' };
}

/** The first element of this name below, whatever its namespace. */
function find(element: XmlElement, name: string): XmlElement | undefined {
  for (const child of element.children) {
    const found = child.name === name ? child : find(child, name);
    if (found) return found;
  }
  return undefined;
}
