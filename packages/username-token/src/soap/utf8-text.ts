import { isUtf8 } from 'node:buffer';

/**
 * UTF-8, with a byte order mark or without; `undefined` for any other bytes. The mark is left in its place: the parser
 * takes off one, and a second is no XML.
 */
export function utf8Text(bytes: Uint8Array): string | undefined {
  return isUtf8(bytes) ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString() : undefined;
}
