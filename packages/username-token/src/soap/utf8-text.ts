const utf8 = new TextDecoder('utf-8', { fatal: true });

/** UTF-8 with or without a byte order mark; `undefined` for any other bytes. */
export function utf8Text(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}
