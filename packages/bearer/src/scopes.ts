/**
 * Scopes as RFC 6749, section 3.3, spells them.
 * @throws TypeError for one that holds a space, a quote, a backslash or what is not printable ASCII.
 */
export function checkedScopes(scopes: readonly string[]): readonly string[] {
  if (!Array.isArray(scopes) || !scopes.every(isScope)) {
    throw new TypeError("scopes must be a list of single scopes, such as ['payments', 'refunds']");
  }
  return [...scopes];
}

function isScope(scope: unknown): boolean {
  return typeof scope === 'string' && /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(scope);
}
