import { memoryDirectory } from '@countersign/core';
import { describe, expect, test } from 'vitest';
import { inboundRequest } from '../../../test/support/inbound-request.ts';
import { type ApiKeyHeaderOptions, apiKeyHeader } from './api-key-header.ts';

const directory = memoryDirectory([
  { id: 'ConnectPay', secrets: ['EasyBanking'] },
  { id: 'closed', secrets: ['EasyBanking'], status: 'inactive' },
  { id: 'near', secrets: ['EasyBanking'], addresses: ['203.0.113.0/24'] },
]);
const devApp = apiKeyHeader({ directory, header: 'X-ConnectPay-API-Key' });
const base64 = (text: string) => Buffer.from(text).toString('base64');

// ConnectPay, Basic: the documented pair.
const documented = 'Q29ubmVjdFBheTpFYXN5QmFua2luZw==';

async function outcomeOf(value: string | readonly string[], more: object = {}): Promise<string> {
  const headers = { 'x-connectpay-api-key': value, ...more };
  const verdict = await devApp.verify(inboundRequest({ headers }));
  return verdict.outcome === 'rejected' ? verdict.reason : verdict.outcome;
}

describe('an API key in a header of its own', () => {
  test.each([
    { what: 'bare, as documented', value: documented, outcome: 'accepted' },
    { what: 'after Basic, as documented', value: `Basic ${documented}`, outcome: 'accepted' },
    { what: 'after basic in lower case', value: `basic ${documented}`, outcome: 'accepted' },
    { what: 'after Basic and several spaces', value: `Basic   ${documented}`, outcome: 'accepted' },
    { what: 'not there', value: [], outcome: 'absent' },
    { what: 'empty', value: '', outcome: 'credentials-malformed' },
    { what: 'Basic alone', value: 'Basic', outcome: 'credentials-malformed' },
    { what: 'Basic and a space', value: 'Basic ', outcome: 'credentials-malformed' },
    { what: 'after Basic and a tab', value: `Basic\t${documented}`, outcome: 'credentials-malformed' },
    {
      what: 'after Basic, a space and a tab',
      value: `Basic \t${documented}`,
      outcome: 'credentials-malformed',
    },
    { what: 'after Basic twice', value: `Basic Basic ${documented}`, outcome: 'credentials-malformed' },
    { what: 'after Bearer', value: `Bearer ${documented}`, outcome: 'credentials-malformed' },
    {
      what: 'after a word that ends in Basic',
      value: `NotBasic ${documented}`,
      outcome: 'credentials-malformed',
    },
    { what: 'twice', value: [documented, documented], outcome: 'credentials-malformed' },
    { what: 'a list', value: `${documented}, ${documented}`, outcome: 'credentials-malformed' },
    { what: 'without its pad', value: documented.replace(/=+$/, ''), outcome: 'credentials-malformed' },
    { what: 'not base64', value: 'ConnectPay:EasyBanking', outcome: 'credentials-malformed' },
    { what: 'a pair without a colon', value: base64('ConnectPay'), outcome: 'credentials-malformed' },
    { what: '8,193 characters', value: 'a'.repeat(8193), outcome: 'credentials-malformed' },
    { what: 'of an unknown DevApp', value: base64('Nobody:EasyBanking'), outcome: 'account-unknown' },
    { what: 'with another secret', value: base64('ConnectPay:Easy'), outcome: 'proof-mismatch' },
    {
      what: 'of a DevApp that is not active',
      value: base64('closed:EasyBanking'),
      outcome: 'account-inactive',
    },
    { what: 'from another address', value: base64('near:EasyBanking'), outcome: 'address-not-allowed' },
  ])('$what: $outcome', async ({ value, outcome }) => {
    expect(await outcomeOf(value)).toBe(outcome);
  });

  test('is not looked for in Authorization', async () => {
    expect(await outcomeOf([], { authorization: `Basic ${documented}` })).toBe('absent');
    expect(await outcomeOf(documented, { authorization: 'Bearer x' })).toBe('accepted');
  });

  test('is challenged by the name of its header, with a 401 alone', () => {
    expect(devApp.challenges?.({ outcome: 'absent' })).toEqual([
      'ApiKey realm="API", header="x-connectpay-api-key"',
    ]);
    expect(devApp.challenges?.({ outcome: 'rejected', reason: 'account-inactive' })).toEqual([]);
    const named = apiKeyHeader({ directory, header: 'x-key', realm: 'Partners' });
    expect(named.challenges?.({ outcome: 'rejected', reason: 'proof-mismatch' })).toEqual([
      'ApiKey realm="Partners", header="x-key"',
    ]);
  });

  test.each<{ options: Partial<ApiKeyHeaderOptions>; message: RegExp }>([
    { options: { header: '' }, message: /header must be a header name/ },
    { options: { header: 'x key' }, message: /header must be a header name/ },
    { options: { header: 'x-key\r\n' }, message: /header must be a header name/ },
    { options: { header: 7 as never }, message: /header must be a header name/ },
    { options: { realm: '' }, message: /realm must be/ },
    { options: { directory: {} as never }, message: /directory must have find/ },
  ])('wrong configuration says what is wrong: $message', ({ options, message }) => {
    expect(() => apiKeyHeader({ directory, header: 'x-key', ...options })).toThrow(TypeError);
    expect(() => apiKeyHeader({ directory, header: 'x-key', ...options })).toThrow(message);
  });
});
