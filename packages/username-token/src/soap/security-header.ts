import type { SoapEnvelope, SoapVersion } from './envelope.ts';
import { SOAP_11, SOAP_12, WSSE } from './namespaces.ts';
import { attributeOf, childrenNamed, holdsElementsAlone, type XmlElement } from './xml/element.ts';

export type TokenInHeader =
  | { readonly kind: 'token'; readonly element: XmlElement; readonly security: XmlElement }
  | { readonly kind: 'absent'; readonly detail: string }
  | { readonly kind: 'malformed'; readonly detail: string };

// For whom a header block is (SOAP 1.1, section 4.2.2; SOAP 1.2, part 1, section 2.2), where it is for who ends the path.
const audience: Record<
  SoapVersion,
  { readonly namespace: string; readonly name: string; readonly us: readonly string[] }
> = {
  '1.1': { namespace: SOAP_11, name: 'actor', us: ['', 'http://schemas.xmlsoap.org/soap/actor/next'] },
  '1.2': {
    namespace: SOAP_12,
    name: 'role',
    us: ['', `${SOAP_12}/role/ultimateReceiver`, `${SOAP_12}/role/next`],
  },
};

/**
 * The one UsernameToken of the one Security header. One anywhere else does not count: in the Body, in another header
 * block, deeper down. Two Security headers are malformed whoever they are for: which of them a reader takes differs.
 * `mustUnderstand` needs no look: what is understood may say that it must be.
 */
export function tokenInHeader({ version, header }: SoapEnvelope): TokenInHeader {
  if (!header) return absent('the Envelope has no Header');
  const securities = childrenNamed(header, WSSE, 'Security');
  const [security] = securities;
  if (!security) return absent('the Header has no Security of WS-Security');
  if (securities.length > 1) return malformed('the Header has more than one Security');
  const { namespace, name, us } = audience[version];
  if (!us.includes(attributeOf(security, namespace, name) ?? '')) {
    return absent(`the Security header is for another ${name}`);
  }
  const tokens = childrenNamed(security, WSSE, 'UsernameToken');
  const [element] = tokens;
  if (!element) return absent('the Security header has no UsernameToken');
  if (tokens.length > 1) return malformed('the Security header has more than one UsernameToken');
  if (!holdsElementsAlone(security) || !holdsElementsAlone(element)) {
    return malformed('text stands between the parts of the Security header');
  }
  return { kind: 'token', element, security };
}

function absent(detail: string): TokenInHeader {
  return { kind: 'absent', detail };
}

function malformed(detail: string): TokenInHeader {
  return { kind: 'malformed', detail };
}
