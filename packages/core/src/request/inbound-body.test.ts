import { describe, expect, test } from 'vitest';
import { formFields, mediaTypeOf, parseBody } from './inbound-body.ts';

const bytes = (text: string) => Buffer.from(text);

describe('a body', () => {
  test.each([
    { type: 'application/json', body: '{"a":1}', kind: 'json' },
    { type: 'Application/JSON ; charset=utf-8', body: '{"a":1}', kind: 'json' },
    { type: 'application/vnd.api+json', body: '[]', kind: 'json' },
    { type: 'text/json', body: '{}', kind: 'unsupported' },
    { type: 'application/jsonp', body: '{}', kind: 'unsupported' },
    { type: 'application/json, text/plain', body: '{}', kind: 'unsupported' },
    { type: 'application/x-www-form-urlencoded', body: 'a=1', kind: 'form' },
    { type: 'application/x-www-form-urlencoded;charset=UTF-8', body: 'a=%ZZ', kind: 'form' },
    { type: 'multipart/form-data; boundary=x', body: 'x', kind: 'unsupported' },
    { type: undefined, body: '{}', kind: 'unsupported' },
    { type: '', body: '{}', kind: 'unsupported' },
    { type: 'application/json', body: '', kind: 'absent' },
    { type: 'application/json', body: ' ', kind: 'malformed' },
    { type: 'application/json', body: "{'a':1}", kind: 'malformed' },
    { type: 'application/json', body: '{"a":1}\0', kind: 'malformed' },
  ])('$type "$body" is $kind', ({ type, body, kind }) => {
    expect(parseBody(type, bytes(body)).kind).toBe(kind);
  });

  test.each(['application/json', 'application/x-www-form-urlencoded'])(
    'of %s that is not UTF-8 is malformed',
    (type) => {
      const raw = Uint8Array.of(0x22, 0xff, 0x22);
      expect(parseBody(type, raw)).toEqual({ kind: 'malformed', raw });
    },
  );

  test('nested as deep as its bytes allow does not throw', () => {
    const deep = `${'['.repeat(51_200)}${']'.repeat(51_200)}`;
    expect(['json', 'malformed']).toContain(parseBody('application/json', bytes(deep)).kind);
  });

  test('with __proto__ changes no prototype', () => {
    const body = parseBody('application/json', bytes('{"__proto__":{"login":"x"}}'));
    expect(body.kind === 'json' && (body.value as { login?: string }).login).toBeUndefined();
    expect(({} as { login?: string }).login).toBeUndefined();
  });
});

test.each([
  { type: 'text/plain', is: 'text/plain' },
  { type: ' TEXT/plain ;x', is: 'text/plain' },
  { type: ';', is: '' },
  { type: undefined, is: '' },
])('the media type of "$type" is "$is"', ({ type, is }) => {
  expect(mediaTypeOf(type)).toBe(is);
});

test('the fields of a form are as express.urlencoded() leaves them, __proto__ included', () => {
  const fields = formFields(new URLSearchParams('a=1&b=2&a=3&a=4&__proto__=5&toString=6'));
  expect(Object.entries(fields)).toEqual([
    ['a', ['1', '3', '4']],
    ['b', '2'],
    ['__proto__', '5'],
    ['toString', '6'],
  ]);
});
