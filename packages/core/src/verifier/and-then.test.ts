import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { andThen, isPromiseLike } from './and-then.ts';

const withThen = (then: unknown): object => Object.fromEntries([['then', then]]);
const then = (resolve: (value: string) => void) => resolve('value');

const waitedFor = [
  { what: 'a promise', make: () => Promise.resolve('value') },
  { what: 'a promise of another realm', make: () => runInNewContext('Promise.resolve("value")') },
  { what: 'an object with then', make: () => withThen(then) },
  { what: 'a function with then', make: () => Object.assign(() => {}, withThen(then)) },
  { what: 'an object that inherits then', make: () => Object.create(withThen(then)) },
] as { what: string; make: () => PromiseLike<string> }[];

describe('what is waited for', () => {
  test.each(waitedFor)('$what', async ({ make }) => {
    expect(isPromiseLike(make())).toBe(true);
    const gone = andThen(make(), (value) => [value]);
    expect(gone).toBeInstanceOf(Promise);
    expect(await gone).toEqual([await make()]);
  });

  test('a promise of a promise goes on with what it becomes', async () => {
    expect(await andThen(Promise.resolve(1), async (value) => value + 1)).toBe(2);
  });

  test.each([
    { what: 'a promise that rejects', make: () => Promise.reject(new Error('down')) },
    {
      what: 'an object whose then throws',
      make: () =>
        withThen(() => {
          throw new Error('down');
        }),
    },
  ])('$what: it is not gone on with', async ({ make }) => {
    const next = (): never => {
      throw new Error('gone on with');
    };
    await expect(andThen(make() as PromiseLike<string>, next)).rejects.toThrow('down');
  });
});

test.each([undefined, null, 'then', 7, {}, withThen('value'), () => {}])('at once: %o', (value) => {
  expect(isPromiseLike(value)).toBe(false);
  expect(andThen(value, (one) => [one])).toEqual([value]);
});
