import { memoryDirectory } from '@countersign/core';
import { describe, expect, test, vi } from 'vitest';
import { inboundRequest } from '../../../test/support/inbound-request.ts';
import { apiKeyHeader, basic } from './index.ts';

const b64 = (text: string | Uint8Array) => Buffer.from(text).toString('base64');
const directory = memoryDirectory([{ id: 'site', secrets: ['secret'] }]);
const sent = (authorization: string | string[]) => inboundRequest({ headers: { authorization } });

describe('of Basic', () => {
  test.each([
    { what: 'a right pair', header: `Basic ${b64('site:secret')}`, claimant: { account: 'site' } },
    { what: 'a wrong secret', header: `Basic ${b64('site:wrong')}`, claimant: { account: 'site' } },
    { what: 'an unknown account', header: `Basic ${b64('nobody:secret')}`, claimant: { account: 'nobody' } },
    { what: 'a secret with colons', header: `Basic ${b64('site:a:b')}`, claimant: { account: 'site' } },
    { what: 'an id that is escaped', header: `Basic ${b64('s%69te:x')}`, claimant: { account: 's%69te' } },
    { what: 'no colon', header: `Basic ${b64('site')}`, claimant: {} },
    { what: 'not base64', header: 'Basic %%%', claimant: {} },
    { what: 'nothing after the scheme', header: 'Basic', claimant: {} },
    { what: 'the header twice', header: [`Basic ${b64('a:b')}`, `Basic ${b64('a:b')}`], claimant: {} },
    { what: 'no header', header: [], claimant: undefined },
    { what: 'another scheme', header: 'Bearer abc', claimant: undefined },
  ])('$what', async ({ header, claimant }) => {
    const find = vi.spyOn(directory, 'find');
    expect(await basic({ directory, realm: 'Test' }).claimant?.(sent(header))).toEqual(claimant);
    expect(find).not.toHaveBeenCalled();
    find.mockRestore();
  });

  test.each([
    { id: '30201', claimant: { account: '30201' } },
    { id: '3.0201e4', claimant: {} },
  ])('with a pattern for ids: $id', async ({ id, claimant }) => {
    const verifier = basic({ directory, realm: 'Test', idPattern: /^\d+$/ });
    expect(await verifier.claimant?.(sent(`Basic ${b64(`${id}:x`)}`))).toEqual(claimant);
  });

  test.each([
    { what: 'plain', pair: 'si te:x', account: 'si te' },
    { what: 'as a form', pair: 'si+te:x', account: 'si te' },
    { what: 'escaped', pair: 's%69%20te:x', account: 'si te' },
    { what: 'with a secret that is no form: it is not tried decoded', pair: 's%69te:%', account: 's%69te' },
  ])('also form-encoded, an id has one spelling: $what', async ({ pair, account }) => {
    const verifier = basic({ directory, realm: 'Test', alsoFormEncoded: true });
    expect(await verifier.claimant?.(sent(`Basic ${b64(pair)}`))).toEqual({ account });
  });
});

describe('of an API key', () => {
  const verifier = apiKeyHeader({ directory, header: 'x-api-key' });

  test.each([
    { what: 'a pair', headers: { 'x-api-key': b64('site:x') }, claimant: { account: 'site' } },
    {
      what: 'a pair after Basic',
      headers: { 'x-api-key': `Basic ${b64('site:x')}` },
      claimant: { account: 'site' },
    },
    { what: 'no pair', headers: { 'x-api-key': 'site' }, claimant: {} },
    { what: 'no header', headers: { authorization: `Basic ${b64('site:x')}` }, claimant: undefined },
  ])('$what', async ({ headers, claimant }) => {
    expect(await verifier.claimant?.(inboundRequest({ headers }))).toEqual(claimant);
  });
});

test('what was read for the claimant is not read again for the verdict', async () => {
  const idPattern = /^\w+$/;
  const read = vi.spyOn(idPattern, 'test');
  const verifier = basic({ directory, realm: 'Test', idPattern });
  const request = sent(`Basic ${b64('site:secret')}`);
  await verifier.claimant?.(request);
  expect((await verifier.verify(request)).outcome).toBe('accepted');
  expect(read).toHaveBeenCalledTimes(1);

  expect((await verifier.verify(sent(`Basic ${b64('site:wrong')}`))).outcome).toBe('rejected');
  expect(read).toHaveBeenCalledTimes(2);
});
