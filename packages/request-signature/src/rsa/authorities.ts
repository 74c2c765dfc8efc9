/**
 * @returns the authorities that may have been signed, as they are now
 * @throws TypeError for what is no host name, with or without a port.
 */
export function checkedAuthorities(
  authority: string | readonly string[] | (() => readonly string[]),
): () => readonly string[] {
  if (typeof authority === 'function') return authority;
  const list: unknown = typeof authority === 'string' ? [authority] : authority;
  if (!Array.isArray(list) || list.length === 0 || !list.every(isAuthority)) {
    throw new TypeError(
      'authority must be the public host name that clients sign, such as api.connectpay.com: without https://, ' +
        'without a path, with a port only where it is not 443',
    );
  }
  return () => list;
}

function isAuthority(text: unknown): text is string {
  return typeof text === 'string' && URL.parse(`https://${text}`)?.host === text.toLowerCase();
}
