import { expect, test } from 'vitest';
import { valueAt } from './value-at.ts';

test.each([
  { what: 'a value', value: { a: { b: 1 } }, path: ['a', 'b'], found: 1 },
  { what: 'nothing there', value: { a: {} }, path: ['a', 'b'], found: undefined },
  { what: 'a text on the way', value: { a: 'text' }, path: ['a', 'length'], found: undefined },
  { what: 'a list on the way', value: { a: [1] }, path: ['a', '0'], found: undefined },
  { what: 'null on the way', value: { a: null }, path: ['a', 'b'], found: undefined },
  { what: 'what is inherited', value: { a: {} }, path: ['a', 'toString'], found: undefined },
  { what: 'the prototype', value: {}, path: ['__proto__'], found: undefined },
  { what: 'a field of that name', value: JSON.parse('{"__proto__":1}'), path: ['__proto__'], found: 1 },
])('$what', ({ value, path, found }) => {
  expect(valueAt(value, path)).toBe(found);
});
