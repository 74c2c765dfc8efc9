import { SOAP_11, SOAP_12 } from './namespaces.ts';
import { childrenNamed, holdsElementsAlone, type XmlElement } from './xml/element.ts';

export type SoapVersion = '1.1' | '1.2';

/** A SOAP message, whatever its version. */
export interface SoapEnvelope {
  readonly version: SoapVersion;
  readonly header: XmlElement | undefined;
  readonly body: XmlElement;
}

export type EnvelopeShape =
  | { readonly kind: 'envelope'; readonly envelope: SoapEnvelope }
  /** Another document. */
  | { readonly kind: 'other'; readonly detail: string }
  /** An envelope that two readers could read in two ways. */
  | { readonly kind: 'malformed'; readonly version: SoapVersion; readonly detail: string };

/** An Envelope as the root, and in it at most one Header, one Body, in this order, and nothing else. */
export function envelopeOf(root: XmlElement): EnvelopeShape {
  const version = versionOf(root.namespace);
  if (!version || root.name !== 'Envelope') {
    return { kind: 'other', detail: 'the document is no Envelope of SOAP 1.1 or 1.2' };
  }
  const malformed = (detail: string) => ({ kind: 'malformed', version, detail }) as const;
  const [header] = childrenNamed(root, root.namespace, 'Header');
  const [body] = childrenNamed(root, root.namespace, 'Body');
  if (!body) return malformed('the Envelope has no Body');
  const parts = header ? [header, body] : [body];
  if (root.children.some((child, at) => child !== parts[at])) {
    return malformed('the Envelope holds more than one Header, and then one Body');
  }
  if (!holdsElementsAlone(root) || (header && !holdsElementsAlone(header))) {
    return malformed('text stands between the parts of the Envelope or of its Header');
  }
  return { kind: 'envelope', envelope: { version, header, body } };
}

function versionOf(namespace: string): SoapVersion | undefined {
  if (namespace === SOAP_11) return '1.1';
  return namespace === SOAP_12 ? '1.2' : undefined;
}
