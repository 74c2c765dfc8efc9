/**
 * The bytes of RFC 4648 base64, standard alphabet, padded, canonical; anything else is `undefined`.
 * One spelling for one value: what is compared or remembered by its bytes cannot be sent again in another dress.
 */
export function decodeBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

/** The bytes of RFC 4648 base64url, unpadded, canonical (RFC 7515, section 2); anything else is `undefined`. */
export function decodeBase64Url(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : undefined;
}
