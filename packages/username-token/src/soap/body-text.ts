import { MIMEType } from 'node:util';
import type { InboundBody, InboundRequest } from '@countersign/core';
import { utf8Text } from './utf8-text.ts';

/** The text of a SOAP message, before anything is made of it. */
export type BodyText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unreadable'; readonly detail: string }
  | { readonly kind: 'too-large' };

// Of SOAP 1.1 and 1.2. Which of the two a message is, its envelope says: clients mix the types up.
const soapTypes = ['text/xml', 'application/soap+xml'];

/**
 * The body of a request with a content type of SOAP, as text. UTF-8 alone, with or without a byte order mark.
 * @throws TypeError where a body parser that was mounted before left no bytes of it.
 */
export function bodyText(request: InboundRequest, body: InboundBody): BodyText {
  if (body.kind === 'too-large') return { kind: 'too-large' };
  if (body.kind === 'absent') return unreadable('no body was sent');
  const contentType = request.headers.all('content-type');
  const type = contentType.length === 1 ? mimeType(contentType[0]) : undefined;
  if (!type || !soapTypes.includes(type.essence)) {
    return unreadable('the content type is neither text/xml nor application/soap+xml');
  }
  const charset = type.params.get('charset') ?? 'utf-8';
  if (charset.toLowerCase() !== 'utf-8') return unreadable('the charset is not UTF-8');
  if (body.kind === 'unsupported' && body.parsedBefore && !body.raw) throw bytesAreGone();
  if (!('raw' in body) || !body.raw) return unreadable('the body could not be read');
  const text = utf8Text(body.raw);
  return text === undefined ? unreadable('the body is not UTF-8') : { kind: 'text', text };
}

function mimeType(text: string | undefined): MIMEType | undefined {
  try {
    return text === undefined ? undefined : new MIMEType(text);
  } catch {
    return undefined;
  }
}

function unreadable(detail: string): BodyText {
  return { kind: 'unreadable', detail };
}

function bytesAreGone(): TypeError {
  return new TypeError(
    'a body parser mounted before the guard left no bytes of the SOAP message: mount the guard before it, or use ' +
      "express.raw({ type: ['text/xml', 'application/soap+xml'] })",
  );
}
