import { createServer } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { firstRequestTo, inboundOf, sendLines } from '../../../../test/support/first-request.ts';
import { fromNode } from './from-node.ts';
import type { InboundBody } from './inbound-body.ts';
import type { InboundRequest } from './inbound-request.ts';
import type { NodeRequest } from './node-request.ts';

const LIMIT = 64;
const POST = ['POST / HTTP/1.1', 'Host: api.example.com', 'Content-Type: application/json'];
const bodyOf = (inbound: InboundRequest) => inbound.body();

const sent = (body: string, lines: readonly string[] = [`Content-Length: ${Buffer.byteLength(body)}`]) =>
  inboundOf([...POST, ...lines], bodyOf, { bodyLimitBytes: LIMIT }, body);

const jsonOf = (size: number) => JSON.stringify('x'.repeat(size - 2));
const chunked = (body: string) => `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;

describe('a body from the stream', () => {
  test.each([
    { what: 'with a length, at the limit', body: jsonOf(LIMIT), lines: undefined, kind: 'json' },
    { what: 'with a length, past the limit', body: jsonOf(LIMIT + 1), lines: undefined, kind: 'too-large' },
    {
      what: 'in chunks, at the limit',
      body: chunked(jsonOf(LIMIT)),
      lines: ['Transfer-Encoding: chunked'],
      kind: 'json',
    },
    {
      what: 'in chunks, past the limit',
      body: chunked(jsonOf(LIMIT + 1)),
      lines: ['Transfer-Encoding: chunked'],
      kind: 'too-large',
    },
    { what: 'of length 0', body: '', lines: undefined, kind: 'absent' },
    { what: 'without length and chunks', body: '', lines: [], kind: 'absent' },
  ])('$what: $kind', async ({ body, lines, kind }) => {
    expect((await sent(body, lines)).kind).toBe(kind);
  });

  test('that breaks off is malformed, whatever its part of it says', async () => {
    const { port, seen } = await firstRequestTo(createServer(), (inbound) => {
      const body = inbound.body();
      socket.destroy();
      return body;
    });
    const socket = connect(port, '127.0.0.1');
    await sendLines(socket, [...POST, 'Content-Length: 20'], '{"a":1}').catch(() => {});
    expect(await seen).toEqual({ kind: 'malformed' });
  });

  test.each<{ what: string; before: (request: NodeRequest) => unknown; expected: Partial<InboundBody> }>([
    {
      what: 'that was paused',
      before: (request) => request.pause(),
      expected: { kind: 'json', value: { a: 'é' } },
    },
    {
      what: 'that was made to give text',
      before: (request) => request.setEncoding('utf8'),
      expected: { kind: 'json', value: { a: 'é' } },
    },
    {
      what: 'that somebody has read and kept',
      before: (request) => request.toArray(),
      expected: { kind: 'malformed' },
    },
    {
      what: 'that somebody has read and left as an object',
      before: (request) => Object.assign(request, { body: { left: true } }),
      expected: { kind: 'json', value: { left: true } },
    },
    {
      what: 'that somebody has read and left as bytes',
      before: (request) => Object.assign(request, { body: Buffer.from('{"left":true}') }),
      expected: { kind: 'json', value: { left: true } },
    },
    {
      what: 'that somebody has left as more bytes than are read',
      before: (request) => Object.assign(request, { body: Buffer.from(jsonOf(LIMIT + 1)) }),
      expected: { kind: 'too-large' },
    },
  ])('$what', async ({ before, expected }) => {
    const body = '{"a":"é"}';
    const read = async (inbound: InboundRequest, request: NodeRequest) => {
      await before(request);
      return inbound.body();
    };
    const lines = [...POST, `Content-Length: ${Buffer.byteLength(body)}`];
    expect(await inboundOf(lines, read, { bodyLimitBytes: LIMIT }, body)).toMatchObject(expected);
  });
});

test('bytes that a parser left are parsed once, however many read them', async () => {
  const lines = [...POST, 'Content-Length: 0'];
  const [first, second] = await inboundOf(lines, (inbound, request) => {
    request.body = Buffer.from('{"left":true}');
    return Promise.all([inbound.body(), fromNode(request).body()]);
  });
  expect(first).toMatchObject({ kind: 'json', value: { left: true } });
  expect(second).toBe(first);
});

test.each([
  { left: { a: 'b c', d: ['e', 'f'] }, form: 'a=b+c&d=e&d=f' },
  { left: {}, form: '' },
  { left: { a: { b: 'c' } }, form: undefined },
  { left: { a: ['b', { c: 'd' }] }, form: undefined },
  { left: { a: 1 }, form: undefined },
  { left: 'a=b', form: undefined },
  { left: null, form: undefined },
])('a form that a parser left as $left is $form', async ({ left, form }) => {
  const lines = ['POST / HTTP/1.1', 'Host: x', 'Content-Type: application/x-www-form-urlencoded'];
  const body = await inboundOf(lines, (inbound, request) => {
    request.body = left;
    return inbound.body();
  });
  expect(body.kind === 'form' ? body.value.toString() : undefined).toBe(form);
});
