import { type Account, memoryDirectory } from '@countersign/core';
import { describe, expect, test } from 'vitest';
import { inboundRequest } from '../../../test/support/inbound-request.ts';
import { basic } from './basic.ts';

const now = Date.parse('2026-01-02T03:04:05Z');

const verifier = (accounts: Account[], options = {}) =>
  basic({ directory: memoryDirectory(accounts), realm: 'Test', clock: () => now, ...options });

const b64 = (text: string | Uint8Array) => Buffer.from(text).toString('base64');
const requestWith = (authorization: string | string[]) => inboundRequest({ headers: { authorization } });

describe('known answers', () => {
  test.each([
    {
      source: 'Smart2Pay, Authentication',
      id: '30201',
      secret: 'hJ5RobYx9r7FfNwCvHY9LXHqqr+FEzrc7aJvQQk4Gaz1mg7Ryy',
      header: 'Basic MzAyMDE6aEo1Um9iWXg5cjdGZk53Q3ZIWTlMWEhxcXIrRkV6cmM3YUp2UVFrNEdhejFtZzdSeXk=',
    },
    {
      source: 'ConnectPay, Basic',
      id: 'ConnectPay',
      secret: 'EasyBanking',
      header: 'Basic Q29ubmVjdFBheTpFYXN5QmFua2luZw==',
    },
    {
      source: 'Pledg, dashboard',
      id: 'random@domain.com',
      secret: 'john123',
      header: 'Basic cmFuZG9tQGRvbWFpbi5jb206am9objEyMw==',
    },
    {
      source: 'RFC 7617, section 2',
      id: 'Aladdin',
      secret: 'open sesame',
      header: 'Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==',
    },
    { source: 'RFC 7617, section 2.1', id: 'test', secret: '123£', header: 'Basic dGVzdDoxMjPCow==' },
  ])('$source is accepted', async ({ id, secret, header }) => {
    expect(await verifier([{ id, secrets: [secret] }]).verify(requestWith(header))).toEqual({
      outcome: 'accepted',
      principal: { account: id },
    });
  });
});

describe('the shape of the header', () => {
  const account = { id: 'site', secrets: ['a:b:c'] };
  const good = b64('site:a:b:c');

  test.each([
    { what: 'a secret with colons', header: `Basic ${good}`, outcome: 'accepted' },
    { what: 'the scheme in lower case', header: `basic ${good}`, outcome: 'accepted' },
    { what: 'the scheme in capitals', header: `BASIC ${good}`, outcome: 'accepted' },
    { what: 'several spaces', header: `Basic   ${good}`, outcome: 'accepted' },
    { what: 'no header', header: [], outcome: 'absent' },
    { what: 'another scheme', header: `Bearer ${good}`, outcome: 'absent' },
    { what: 'a scheme that contains the word', header: `NotBasic ${good}`, outcome: 'absent' },
    { what: 'a scheme that starts with the word', header: `Basics ${good}`, outcome: 'absent' },
    { what: 'the scheme alone', header: 'Basic', outcome: 'credentials-malformed' },
    { what: 'the scheme and a space', header: 'Basic ', outcome: 'credentials-malformed' },
    {
      what: 'the header twice',
      header: [`Basic ${good}`, `Basic ${good}`],
      outcome: 'credentials-malformed',
    },
    {
      what: 'two schemes in two headers',
      header: ['Bearer x', `Basic ${good}`],
      outcome: 'credentials-malformed',
    },
    { what: 'more after the credentials', header: `Basic ${good} x`, outcome: 'credentials-malformed' },
    {
      what: 'two credentials in one header',
      header: `Basic ${good}, Basic ${good}`,
      outcome: 'credentials-malformed',
    },
    { what: 'no colon', header: `Basic ${b64('site')}`, outcome: 'credentials-malformed' },
    { what: 'no id', header: `Basic ${b64(':secret')}`, outcome: 'credentials-malformed' },
    { what: 'not base64', header: 'Basic site:a:b:c', outcome: 'credentials-malformed' },
    { what: 'base64 twice', header: `Basic ${b64(`Basic ${good}`)}`, outcome: 'credentials-malformed' },
    {
      what: 'a missing pad',
      header: `Basic ${b64('site:a:b:cd').replace(/=+$/, '')}`,
      outcome: 'credentials-malformed',
    },
    { what: 'a pad too many', header: `Basic ${good}=`, outcome: 'credentials-malformed' },
    { what: 'bits beyond the last byte', header: 'Basic c2l0ZTphOmI6Y2R=', outcome: 'credentials-malformed' },
    {
      what: 'the URL-safe alphabet',
      header: `Basic ${b64('site:???>>>').replace(/\+/g, '-').replace(/\//g, '_')}`,
      outcome: 'credentials-malformed',
    },
    { what: 'a NUL', header: `Basic ${b64('site:a\0b')}`, outcome: 'credentials-malformed' },
    { what: 'a newline', header: `Basic ${b64('site:a:b:c\n')}`, outcome: 'credentials-malformed' },
    { what: 'a DEL', header: `Basic ${b64('si\x7fte:a')}`, outcome: 'credentials-malformed' },
    {
      what: 'bytes that are not UTF-8',
      header: `Basic ${b64(Uint8Array.of(0x73, 0x3a, 0xff))}`,
      outcome: 'credentials-malformed',
    },
    {
      what: '8,192 characters',
      header: `Basic ${b64(`site:${'a'.repeat(6133)}`)}`,
      outcome: 'proof-mismatch',
    },
    {
      what: '8,193 characters and more',
      header: `Basic ${b64(`site:${'a'.repeat(6136)}`)}`,
      outcome: 'credentials-malformed',
    },
    {
      what: 'a byte order mark before the id',
      header: `Basic ${b64('\ufeffsite:a:b:c')}`,
      outcome: 'account-unknown',
    },
    {
      what: 'an id that an object inherits',
      header: `Basic ${b64('__proto__:x')}`,
      outcome: 'account-unknown',
    },
    { what: 'a form-encoded secret', header: `Basic ${b64('site:a%3Ab%3Ac')}`, outcome: 'proof-mismatch' },
    { what: 'an empty secret', header: `Basic ${b64('site:')}`, outcome: 'proof-mismatch' },
    {
      what: 'the secret cut at its first colon',
      header: `Basic ${b64('site:a')}`,
      outcome: 'proof-mismatch',
    },
  ])('$what: $outcome', async ({ header, outcome }) => {
    const verdict = await verifier([account]).verify(requestWith(header));
    expect(verdict.outcome === 'rejected' ? verdict.reason : verdict.outcome).toBe(outcome);
  });
});

describe('form-encoded pairs, where they are asked for', () => {
  const oauth = verifier([{ id: 'a-b_c.d', secrets: ['100% +:'] }], { alsoFormEncoded: true });

  test.each([
    { what: 'raw', pair: 'a-b_c.d:100% +:', outcome: 'accepted' },
    { what: 'form-encoded', pair: 'a%2Db%5Fc%2Ed:100%25+%2B%3A', outcome: 'accepted' },
    { what: 'encoded twice', pair: 'a%252Db%255Fc%252Ed:100%2525', outcome: 'account-unknown' },
    { what: 'an escape that is none', pair: 'a-b_c.d:100%ZZ', outcome: 'proof-mismatch' },
  ])('$what: $outcome', async ({ pair, outcome }) => {
    const verdict = await oauth.verify(requestWith(`Basic ${b64(pair)}`));
    expect(verdict.outcome === 'rejected' ? verdict.reason : verdict.outcome).toBe(outcome);
  });
});

describe('account and secret', () => {
  const right = `Basic ${b64('site:right')}`;
  const wrong = `Basic ${b64('site:wrong')}`;

  test.each([
    { what: 'active', account: { status: 'active' }, reason: undefined },
    { what: 'inactive', account: { status: 'inactive' }, reason: 'account-inactive' },
    { what: 'expired', account: { status: 'expired' }, reason: 'account-expired' },
    {
      what: 'with expired credentials',
      account: { status: 'credentials-expired' },
      reason: 'credentials-expired',
    },
    { what: 'called from its range', account: { addresses: ['198.51.100.0/24'] }, reason: undefined },
    {
      what: 'called from elsewhere',
      account: { addresses: ['203.0.113.0/24'] },
      reason: 'address-not-allowed',
    },
    { what: 'with an empty list', account: { addresses: [] }, reason: 'address-not-allowed' },
  ] as const)('an account $what: $reason', async ({ account, reason }) => {
    const site = verifier([{ id: 'site', secrets: ['right'], ...account }]);
    const verdict = await site.verify(requestWith(right));
    expect(verdict.outcome === 'rejected' ? verdict.reason : undefined).toBe(reason);
    expect(await site.verify(requestWith(wrong))).toMatchObject({ reason: 'proof-mismatch' });
  });

  test('two live secrets both pass while they rotate', async () => {
    const site = verifier([{ id: 'site', secrets: ['right', { value: 'other', notAfter: now + 1 }] }]);
    expect(await site.verify(requestWith(right))).toMatchObject({ outcome: 'accepted' });
    expect(await site.verify(requestWith(`Basic ${b64('site:other')}`))).toMatchObject({
      outcome: 'accepted',
    });
  });

  test('a secret is expired from its notAfter on', async () => {
    const site = verifier([{ id: 'site', secrets: [{ value: 'right', notAfter: now }] }]);
    expect(await site.verify(requestWith(right))).toMatchObject({ reason: 'credentials-expired' });
  });

  test('an id that has not its form is malformed and never looked up', async () => {
    const lookedUp: string[] = [];
    const directory = { find: (id: string) => void lookedUp.push(id) as undefined };
    const digits = basic({ directory, realm: 'Test', idPattern: /^\d+$/ });
    expect(await digits.verify(requestWith(right))).toMatchObject({ reason: 'credentials-malformed' });
    expect(lookedUp).toEqual([]);
  });

  test('a directory that fails is unavailable, never accepted', async () => {
    const cause = new Error('connection refused');
    const directory = { find: () => Promise.reject(cause) };
    const verdict = await basic({ directory, realm: 'Test' }).verify(requestWith(right));
    expect(verdict).toEqual({ outcome: 'unavailable', cause, retryAfter: 1 });
  });

  test('plain HTTP is refused before the secret is looked at, where TLS is required', async () => {
    const site = verifier([{ id: 'site', secrets: ['right'] }], { requireTls: true });
    const over = (transport: object) => inboundRequest({ headers: { authorization: right }, transport });
    expect(await site.verify(over({ secure: false }))).toMatchObject({ reason: 'insecure-transport' });
    expect(await site.verify(over({ tlsVersion: 'TLSv1.1' }))).toMatchObject({
      reason: 'insecure-transport',
    });
    expect(await site.verify(over({ tlsVersion: 'TLSv1.2' }))).toMatchObject({ outcome: 'accepted' });
  });
});

describe('wrong configuration', () => {
  const directory = memoryDirectory([]);
  test.each([
    { options: { directory: {} as never, realm: 'x' }, message: /directory must have find/ },
    { options: { directory: [{ id: 'a' }] as never, realm: 'x' }, message: /directory must have find/ },
    { options: { directory, realm: '' }, message: /realm must be/ },
    { options: { directory, realm: 'a\r\nb' }, message: /realm must be/ },
    { options: { directory, realm: 'x', idPattern: /\d/g }, message: /idPattern must not have the flags/ },
    { options: { directory, realm: 'x', idPattern: '' as never }, message: /idPattern must be a regular/ },
    { options: { directory, realm: 'x', requireTls: null as never }, message: /requireTls must be true or/ },
    {
      options: { directory, realm: 'x', alsoFormEncoded: 'no' as never },
      message: /alsoFormEncoded must be/,
    },
    { options: { directory, realm: 'x', clock: 0 as never }, message: /clock must be a function/ },
    { options: { directory, realm: 'x', onVerdict: {} as never }, message: /onVerdict must be a function/ },
  ])('says what is wrong: $message', ({ options, message }) => {
    expect(() => basic(options)).toThrow(message);
  });
});
