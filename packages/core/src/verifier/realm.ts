/**
 * A realm is sent in a header: it must be text that a header can hold.
 * @throws TypeError when it is empty or holds control characters or characters outside ASCII.
 */
export function checkedRealm(realm: string): string {
  if (typeof realm !== 'string' || !/^[\x20-\x7e]+$/.test(realm)) {
    throw new TypeError('realm must be one or more printable ASCII characters, such as "Payments API"');
  }
  return realm;
}
