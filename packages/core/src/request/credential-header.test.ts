import { describe, expect, test } from 'vitest';
import { inboundRequest } from '../../../../test/support/inbound-request.ts';
import { authorizationFor, CREDENTIAL_HEADER_LIMIT, singleHeader } from './credential-header.ts';

const headersOf = (authorization: string | string[]) =>
  inboundRequest({ headers: { authorization } }).headers;
const present = (credentials: string) => ({ kind: 'present', credentials });

describe('the one value of a credential header', () => {
  test.each([
    { what: 'not sent', sent: [], expected: { kind: 'absent' } },
    { what: 'sent', sent: 'x', expected: present('x') },
    { what: 'sent empty', sent: '', expected: present('') },
    {
      what: 'sent twice',
      sent: ['x', 'x'],
      expected: { kind: 'malformed', detail: 'authorization was sent 2 times' },
    },
    {
      what: 'sent twice, once empty',
      sent: ['', 'x'],
      expected: { kind: 'malformed', detail: 'authorization was sent 2 times' },
    },
    {
      what: 'of 8,192 characters',
      sent: 'x'.repeat(CREDENTIAL_HEADER_LIMIT),
      expected: present('x'.repeat(CREDENTIAL_HEADER_LIMIT)),
    },
    {
      what: 'of 8,193 characters',
      sent: 'x'.repeat(CREDENTIAL_HEADER_LIMIT + 1),
      expected: { kind: 'malformed', detail: 'authorization is longer than 8192 characters' },
    },
  ])('$what: $expected.kind', ({ sent, expected }) => {
    expect(singleHeader(headersOf(sent), 'authorization')).toEqual(expected);
  });
});

describe('the credentials of one scheme', () => {
  test.each([
    { sent: [], expected: { kind: 'absent' } },
    { sent: '', expected: { kind: 'absent' } },
    { sent: 'Bearer abc', expected: present('abc') },
    { sent: 'bearer abc', expected: present('abc') },
    { sent: 'BEARER abc', expected: present('abc') },
    { sent: 'Bearer    abc', expected: present('abc') },
    { sent: 'Bearer abc def', expected: present('abc def') },
    { sent: 'Bearer abc ', expected: present('abc ') },
    { sent: 'Bearer', expected: { kind: 'malformed', detail: 'nothing after "Bearer"' } },
    { sent: 'Bearer ', expected: { kind: 'malformed', detail: 'nothing after "Bearer"' } },
    { sent: 'Bearer\tabc', expected: { kind: 'absent' } },
    { sent: 'Bearer \tabc', expected: present('\tabc') },
    // A no-break space is not a space: it stays, and no scheme can read it.
    { sent: 'Bearer \u00a0abc', expected: present('\u00a0abc') },
    { sent: ' Bearer abc', expected: { kind: 'absent' } },
    { sent: 'Bearerabc', expected: { kind: 'absent' } },
    { sent: 'Bearers abc', expected: { kind: 'absent' } },
    { sent: 'Basic abc', expected: { kind: 'absent' } },
    { sent: 'Basic abc, Bearer abc', expected: { kind: 'absent' } },
    {
      sent: ['Basic abc', 'Basic abc'],
      expected: { kind: 'malformed', detail: 'authorization was sent 2 times' },
    },
  ])('"$sent": $expected', ({ sent, expected }) => {
    expect(authorizationFor('Bearer', headersOf(sent))).toEqual(expected);
  });
});
