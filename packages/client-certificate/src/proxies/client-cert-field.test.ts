import { describe, expect, test } from 'vitest';
import { authority, client, outcomeOf, type SentHeaders } from '../../../../test/support/behind-proxy.ts';
import { base64Der } from '../../../../test/support/forwarded.ts';

const { intermediate } = authority;
const item = `:${base64Der(client)}:`;
const above = `:${base64Der(intermediate)}:`;

test.each<{ what: string; headers: SentHeaders; outcome: string }>([
  {
    what: 'without colons',
    headers: { 'client-cert': base64Der(client) },
    outcome: 'certificate-malformed',
  },
  {
    what: 'a string',
    headers: { 'client-cert': `"${base64Der(client)}"` },
    outcome: 'certificate-malformed',
  },
  { what: 'no bytes', headers: { 'client-cert': '::' }, outcome: 'certificate-malformed' },
  { what: 'a number', headers: { 'client-cert': '1' }, outcome: 'certificate-malformed' },
  { what: 'a list', headers: { 'client-cert': `${item}, ${item}` }, outcome: 'certificate-malformed' },
  { what: 'a parameter', headers: { 'client-cert': `${item};a` }, outcome: 'certificate-malformed' },
  { what: 'an inner list', headers: { 'client-cert': `(${item})` }, outcome: 'certificate-malformed' },
  {
    what: 'a chain without it',
    headers: { 'client-cert-chain': above },
    outcome: 'certificate-malformed',
  },
  {
    what: 'a chain without space',
    headers: { 'client-cert': item, 'client-cert-chain': `${above},${above}` },
    outcome: 'client',
  },
  {
    what: 'a chain with tabs',
    headers: { 'client-cert': item, 'client-cert-chain': `${above}\t,\t${above}` },
    outcome: 'client',
  },
  { what: 'an empty chain', headers: { 'client-cert': item, 'client-cert-chain': '' }, outcome: 'client' },
  {
    what: 'a chain in two lines',
    headers: { 'client-cert': item, 'client-cert-chain': [above, above] },
    outcome: 'certificate-malformed',
  },
  {
    what: 'a chain that ends in a comma',
    headers: { 'client-cert': item, 'client-cert-chain': `${above},` },
    outcome: 'certificate-malformed',
  },
  {
    what: 'a chain of tokens',
    headers: { 'client-cert': item, 'client-cert-chain': 'a, b' },
    outcome: 'certificate-malformed',
  },
  {
    what: 'a chain with an inner list',
    headers: { 'client-cert': item, 'client-cert-chain': `(${above})` },
    outcome: 'certificate-malformed',
  },
  {
    what: 'a chain with a parameter',
    headers: { 'client-cert': item, 'client-cert-chain': `${above};a=1` },
    outcome: 'certificate-malformed',
  },
  {
    what: 'an alias of the chain',
    headers: { 'client-cert': item, client_cert_chain: above },
    outcome: 'certificate-malformed',
  },
])('$what: $outcome', async ({ headers, outcome }) => {
  expect(await outcomeOf(headers, { form: 'rfc9440' })).toBe(outcome);
});

describe('base64 that is another spelling of the same bytes', () => {
  // One that is not a multiple of three bytes. Signatures differ in length as well, so it can take a few.
  const padded = async () => {
    for (let length = 1; length <= 30; length++) {
      const subject = [['O', 'a'.repeat(length)]] as const;
      const issued = await authority.issueClient({ commonName: 'x', subject });
      if (base64Der(issued).endsWith('=')) return base64Der(issued);
    }
    return expect.unreachable();
  };

  test.each([
    { what: 'canonical', respelled: (base64: string) => base64, outcome: 'certificate-not-attached' },
    {
      what: 'without padding',
      respelled: (base64: string) => base64.replace(/=+$/, ''),
      outcome: 'certificate-malformed',
    },
    {
      what: 'with bits behind the last byte',
      respelled: (base64: string) => base64.replace(/.(?==+$)/, (last) => successor(last)),
      outcome: 'certificate-malformed',
    },
  ])('$what: $outcome', async ({ respelled, outcome }) => {
    const spelling = respelled(await padded());
    expect(await outcomeOf({ 'client-cert': `:${spelling}:` }, { form: 'rfc9440' })).toBe(outcome);
    expect(await outcomeOf({ 'x-ssl-client-cert': spelling }, { form: 'haproxy-der' })).toBe(outcome);
    const above = { 'client-cert': `:${base64Der(client)}:`, 'client-cert-chain': `:${spelling}:` };
    const withChain = outcome === 'certificate-malformed' ? outcome : 'client';
    expect(await outcomeOf(above, { form: 'rfc9440' })).toBe(withChain);
  });
});

/** The next character of the alphabet: the last before the padding is none of its ends. */
function successor(character: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  return alphabet[alphabet.indexOf(character) + 1] ?? '';
}
