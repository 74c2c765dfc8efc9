import { describe, expect, test } from 'vitest';
import { json, LIMIT, mounted, mountings } from '../../../test/support/body-teller.ts';
import { listening, received } from '../../../test/support/listening.ts';

describe.each(Object.entries(mountings))('a guard %s', (where, mounting) => {
  const exactly = (size: number) => JSON.stringify({ a: 'x'.repeat(size - '{"a":""}'.length) });

  test.each([
    { what: 'no body', headers: json, body: '', kind: 'absent' },
    { what: 'an array', headers: json, body: '[1]', kind: 200 },
    {
      what: 'a charset',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: '{}',
      kind: 200,
    },
    {
      what: 'a content type in capitals',
      headers: { 'content-type': 'Application/JSON' },
      body: '{}',
      kind: 200,
    },
    { what: 'JSON cut short', headers: json, body: '{"a":', kind: 'malformed' },
    { what: 'text after the JSON', headers: json, body: '{} {}', kind: 'malformed' },
    { what: 'a form called JSON', headers: json, body: 'a=1', kind: 'malformed' },
    { what: 'JSON called text', headers: { 'content-type': 'text/plain' }, body: '{}', kind: 'unsupported' },
    { what: 'JSON without a content type', headers: {}, body: '{}', kind: 'unsupported' },
    {
      what: 'JSON with half a content type',
      headers: { 'content-type': 'json' },
      body: '{}',
      kind: 'unsupported',
    },
    { what: 'a body as long as may be', headers: json, body: exactly(LIMIT), kind: 200 },
    { what: 'a body a byte longer', headers: json, body: exactly(LIMIT + 1), kind: 'too-large' },
    {
      what: 'a compressed body that is not',
      headers: { ...json, 'content-encoding': 'gzip' },
      body: '{}',
      kind: where.startsWith('after') ? 'malformed' : 'unsupported',
    },
    {
      what: 'an unknown encoding',
      headers: { ...json, 'content-encoding': 'x' },
      body: '{}',
      kind: 'unsupported',
    },
  ])('$what: $kind', async ({ headers, body, kind }) => {
    const { app, errors } = mounted(mounting);
    await using server = await listening(app);
    const declared = await received(server.open('POST', '/', { ...headers, ...lengthOf(body) }), body);
    const chunked = await received(
      server.open('POST', '/', { ...headers, 'transfer-encoding': 'chunked' }),
      body,
    );
    for (const { status, body: said } of [declared, chunked]) {
      // express.json() makes {} of a chunked body without chunks: an object that nothing is in.
      const emptyObject = body === '' && status === 200 && JSON.parse(said).body;
      if (emptyObject) expect(emptyObject).toEqual({});
      else expect(status === 200 ? status : said).toBe(kind);
    }
    expect(errors).toEqual([]);
  });

  test('leaves the JSON to the handler', async () => {
    await using server = await listening(mounted(mounting).app);
    const { body } = await received(server.open('POST', '/', json), '{"a":[1,{"b":null}]}');
    const seen = JSON.parse(body);
    if (where === 'after express.raw()') expect(seen.body).toBe('bytes');
    else expect(seen.body).toEqual({ a: [1, { b: null }] });
    if (/without|before|keeps/.test(where)) expect(seen.raw).toBe('{"a":[1,{"b":null}]}');
  });

  test('leaves the form to the handler', async () => {
    await using server = await listening(mounted(mounting).app);
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const { body } = await received(server.open('POST', '/', headers), 'a=1&b=x+%26&a=2&a=3&c');
    const seen = JSON.parse(body);
    if (where === 'after express.raw()') expect(seen.body).toBe('bytes');
    else expect(seen.body).toEqual({ a: ['1', '2', '3'], b: 'x &', c: '' });
  });
});

function lengthOf(body: string): Record<string, string> {
  return { 'content-length': String(Buffer.byteLength(body)) };
}
