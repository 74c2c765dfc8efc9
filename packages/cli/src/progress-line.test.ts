import { expect, test } from 'vitest';
import { progressLine } from './progress-line.ts';

function written(stream: { isTTY: boolean; columns: number }): string {
  let text = '';
  const write = (chunk: unknown) => {
    text += String(chunk);
    return true;
  };
  const line = progressLine({ ...stream, write } as Parameters<typeof progressLine>[0]);
  line.show('1/2 basic/refuses-the-right-pair');
  line.show('2/2 basic/accepts-a-wrong-secret');
  line.erase();
  return text;
}

test('on a terminal each line takes the place of the last, and nothing is left', () => {
  expect(written({ isTTY: true, columns: 80 })).toBe(
    '\r\u001b[K1/2 basic/refuses-the-right-pair\r\u001b[K2/2 basic/accepts-a-wrong-secret\r\u001b[K',
  );
});

test('a line never wraps', () => {
  expect(written({ isTTY: true, columns: 10 })).toBe('\r\u001b[K1/2 basic\r\u001b[K2/2 basic\r\u001b[K');
});

test('where there is no terminal nothing is written', () => {
  expect(written({ isTTY: false, columns: 80 })).toBe('');
});
