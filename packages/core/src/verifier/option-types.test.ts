import { describe, expect, test } from 'vitest';
import { checkOptionTypes } from './option-types.ts';

const values: readonly unknown[] = [null, 0, 1, '', 'false', true, false, () => 1, {}, [], Number.NaN];

describe.each([
  { type: 'boolean', right: (value: unknown) => value === true || value === false, says: 'true or false' },
  { type: 'function', right: (value: unknown) => value instanceof Function, says: 'a function' },
  { type: 'string', right: (value: unknown) => value === 'false', says: 'a string that is not empty' },
] as const)('an option that is $type', ({ type, right, says }) => {
  test.each(values.filter(right))('may be %j', (option) => {
    expect(() => checkOptionTypes({ option }, { option: type })).not.toThrow();
  });

  test.each(values.filter((value) => !right(value)))('may not be %j', (option) => {
    expect(() => checkOptionTypes({ option }, { option: type })).toThrow(
      new TypeError(`option must be ${says}, or absent`),
    );
  });

  test('may be absent', () => {
    expect(() => checkOptionTypes<{ option?: unknown }>({}, { option: type })).not.toThrow();
    expect(() => checkOptionTypes({ option: undefined }, { option: type })).not.toThrow();
  });
});

test.each([undefined, null, 'options'])('%s are no options', (options) => {
  expect(() => checkOptionTypes(options as unknown as object, {})).toThrow(
    new TypeError('options must be an object'),
  );
});

test('the first that is wrong is named, and what is not asked for is not looked at', () => {
  const options = { a: true, b: 'yes', c: 'no', d: 7 };
  expect(() => checkOptionTypes(options, { a: 'boolean', b: 'boolean', c: 'boolean' })).toThrow(/^b must be/);
  expect(() => checkOptionTypes(options, { a: 'boolean' })).not.toThrow();
});
