import type { InboundBody, InboundRequest } from '@countersign/core';
import { bodyText } from './body-text.ts';
import { envelopeOf, type SoapVersion } from './envelope.ts';
import { tokenInHeader } from './security-header.ts';
import { type MalformedElement, type TokenTexts, tokenTexts } from './token-element.ts';
import type { XmlElement } from './xml/element.ts';
import { parseXml } from './xml/parse-xml.ts';

/** What a request holds of a SOAP message and its token. `check` says how far it was read, for the explanation. */
export type SoapMessage =
  | { readonly kind: 'too-large' }
  | (Unread & { readonly kind: 'absent' })
  | (Unread & { readonly kind: 'malformed' })
  | {
      readonly kind: 'token';
      readonly version: SoapVersion;
      readonly element: XmlElement;
      /** The header that it is in. */
      readonly security: XmlElement;
      readonly texts: TokenTexts | MalformedElement;
    };

interface Unread {
  readonly check: 'body' | 'envelope' | 'security header';
  readonly detail: string;
  readonly version?: SoapVersion;
  /** As far as there is one, for who looks for the mistake. */
  readonly root?: XmlElement;
}

// A throttle asks for the claimant, then for the verdict, then for the refusal: the message is parsed once.
const messages = new WeakMap<InboundRequest, SoapMessage>();

/** @throws TypeError where a body parser that was mounted before left no bytes. */
export async function soapMessage(request: InboundRequest): Promise<SoapMessage> {
  const known = messages.get(request);
  if (known) return known;
  const message = read(request, await request.body());
  messages.set(request, message);
  return message;
}

/** The version of a message that was read before, and can be told; else 1.1, which every client reads. */
export function soapVersionOf(request: InboundRequest): SoapVersion {
  const message = messages.get(request);
  return (message && 'version' in message && message.version) || '1.1';
}

function read(request: InboundRequest, body: InboundBody): SoapMessage {
  const text = bodyText(request, body);
  if (text.kind === 'too-large') return text;
  if (text.kind === 'unreadable') return { kind: 'absent', check: 'body', detail: text.detail };
  const xml = parseXml(text.text);
  if (xml.kind === 'refused') return { kind: 'absent', check: 'body', detail: `the body ${xml.detail}` };
  const { root } = xml;
  const shape = envelopeOf(root);
  if (shape.kind === 'other') return { kind: 'absent', check: 'envelope', detail: shape.detail, root };
  if (shape.kind === 'malformed') return { ...shape, check: 'envelope', root };
  const { version } = shape.envelope;
  const found = tokenInHeader(shape.envelope);
  if (found.kind !== 'token') return { ...found, check: 'security header', version, root };
  const { element, security } = found;
  return { kind: 'token', version, element, security, texts: tokenTexts(element) };
}
