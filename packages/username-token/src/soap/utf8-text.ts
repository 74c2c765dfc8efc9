// A byte order mark is left in its place: the parser takes off one, and a second is no XML.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** UTF-8, with a byte order mark or without; `undefined` for any other bytes. */
export function utf8Text(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}
