import { expect, test } from 'vitest';
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
