import { envelopeOf, type SoapEnvelope } from './envelope.ts';
import { utf8Text } from './utf8-text.ts';
import { parseXml } from './xml/parse-xml.ts';

/**
 * A SOAP message, with the bounds that the verifier reads it with: for the handler behind the guard, to which
 * `req.body` is bytes. `undefined` where it is none, or one that the verifier would not accept.
 */
export function readEnvelope(bytes: Uint8Array): SoapEnvelope | undefined {
  const text = utf8Text(bytes);
  const xml = text === undefined ? undefined : parseXml(text);
  const shape = xml?.kind === 'document' ? envelopeOf(xml.root) : undefined;
  return shape?.kind === 'envelope' ? shape.envelope : undefined;
}
