import { describe, expect, test } from 'vitest';
import { readConfigText } from './config-text.ts';

/** `line:column: what is wrong` */
function problemsOf(text: string): string[] {
  return readConfigText(text).problems.map(({ line, column, message }) => `${line}:${column}: ${message}`);
}

describe('what is no YAML, or more of it than is read', () => {
  test.each([
    ['a: "', '1:5: a quote, a bracket, a comma or a space is missing here'],
    ['a: b: c', '1:4: has a second key on one line: text with ": " in it must be in quotes'],
    ['a:\n\tb: 1', '2:1: YAML is indented with spaces, not with tabs'],
    ['a:\n    b: 1\n  c: 2', '3:1: is indented by another amount'],
    ['a: @b', '1:4: text that begins with @ or ` must be in quotes'],
    ['a: "\\q"', '1:5: after \\ in double quotes only the escapes'],
    ['a: 1\n---\nb: 1', '2:1: only one document may be in the file'],
    ['a: !secret b', '1:4: tags (!) are not read'],
    ['a: *b', '1:4: aliases (*) are not read'],
    ['a: &a { b: 1 }\nc:\n  <<: *a', '3:7: aliases (*) are not read'],
    ['['.repeat(100_000), 'is nested too deeply'],
    ['- '.repeat(50_000), 'is nested too deeply'],
  ])('%.20s', (text, said) => {
    expect(problemsOf(text)).toEqual([expect.stringContaining(said)]);
  });

  test('is told of a thousand aliases of aliases without following them', () => {
    const levels = Array.from({ length: 40 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}, *a${i}]`);
    expect(problemsOf(['a0: &a0 [x]', ...levels].join('\n'))).toHaveLength(3 * levels.length);
  });
});
