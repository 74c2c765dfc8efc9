import { expect, test } from 'vitest';
import { checkedRealm } from './realm.ts';

test.each(['API', 'Payments API', 'with "quotes" and \\', ' ', '~'])('"%s" can be a realm', (realm) => {
  expect(checkedRealm(realm)).toBe(realm);
});

test.each(['', 'a\r\nb', 'a\tb', 'a\0', 'caf\u00e9', '\u{1f4b3}', undefined, 7])('%j cannot', (realm) => {
  expect(() => checkedRealm(realm as never)).toThrow(/realm must be one or more printable ASCII characters/);
});
