import { expect, test } from 'vitest';
import { authority, client, other, outcomeOf } from '../../../../test/support/behind-proxy.ts';
import { escapedPem, xfccElement } from '../../../../test/support/forwarded.ts';

const { intermediate } = authority;
const mine = xfccElement(client);
const theirs = xfccElement(other);
const cert = `Cert="${escapedPem(client)}"`;
const chain = `Chain="${escapedPem(client, intermediate)}"`;
const hashOf = ({ certificate }: typeof client) => `Hash=${certificate.fingerprint256.replaceAll(':', '')}`;

test.each([
  { what: 'several elements: the last one counts', value: `${theirs},${mine}`, outcome: 'client' },
  { what: 'several elements, with spaces', value: `${theirs}, ${theirs}, ${mine}`, outcome: 'client' },
  { what: 'an element without a certificate before it', value: `By=a;Hash=b,${mine}`, outcome: 'client' },
  {
    what: 'the last element without a certificate',
    value: `${mine},By=a;Hash=b`,
    outcome: 'certificate-malformed',
  },
  { what: 'an empty last element', value: `${mine},`, outcome: 'certificate-malformed' },
  { what: 'Cert alone', value: cert, outcome: 'client' },
  { what: 'Chain alone', value: chain, outcome: 'client' },
  { what: 'keys in other letters', value: `by=a;CERT="${escapedPem(client)}"`, outcome: 'client' },
  { what: 'without quotation marks', value: `Cert=${escapedPem(client)}`, outcome: 'client' },
  { what: 'no By, as Envoy writes it', value: `;${hashOf(client)};${cert}`, outcome: 'client' },
  { what: 'names in it', value: `${mine};URI=spiffe://a;URI=spiffe://b;DNS=a.example`, outcome: 'client' },
  { what: 'Cert and another Chain', value: `${theirs};${chain}`, outcome: 'certificate-malformed' },
  { what: 'another Hash', value: `${hashOf(other)};${cert}`, outcome: 'certificate-malformed' },
  { what: 'two Certs', value: `${cert};${cert}`, outcome: 'certificate-malformed' },
  { what: 'two Chains', value: `${chain};${chain}`, outcome: 'certificate-malformed' },
  {
    what: 'two certificates in Cert',
    value: `Cert="${escapedPem(client, intermediate)}"`,
    outcome: 'certificate-malformed',
  },
  { what: 'a quotation without an end', value: cert.slice(0, -1), outcome: 'certificate-malformed' },
  {
    what: 'a quotation that swallows the last element',
    value: `Subject=",${mine}`,
    outcome: 'certificate-malformed',
  },
  { what: 'a quotation mark in the middle', value: `By=a"b;${cert}`, outcome: 'certificate-malformed' },
  { what: 'something behind a quotation', value: `${cert}x`, outcome: 'certificate-malformed' },
  { what: 'a subject that ends in a backslash', value: `${cert};Subject="CN=a\\\\"`, outcome: 'client' },
  {
    what: 'a subject with an element in it',
    value: `${cert};Subject="CN=\\",Cert=\\"${escapedPem(other)}\\""`,
    outcome: 'client',
  },
  { what: 'no key', value: `=a;${cert}`, outcome: 'certificate-malformed' },
  { what: 'no value', value: 'Cert', outcome: 'certificate-malformed' },
  { what: 'an empty Cert', value: 'Cert=""', outcome: 'certificate-malformed' },
  // Envoy copies the names of a certificate without quotation marks.
  {
    what: 'an element forged in a URI',
    value: `${theirs};URI=spiffe://x,${mine}`,
    outcome: 'certificate-malformed',
  },
  {
    what: 'an element forged in a name',
    value: `${theirs};DNS=x,${mine}`,
    outcome: 'certificate-malformed',
  },
  {
    what: 'a Cert forged in a URI',
    value: `${theirs};URI=spiffe://x;${cert}`,
    outcome: 'certificate-malformed',
  },
  {
    what: 'a Cert forged where none is handed on',
    value: `${hashOf(other)};URI=x;${cert}`,
    outcome: 'certificate-malformed',
  },
])('$what: $outcome', async ({ value, outcome }) => {
  expect(await outcomeOf({ 'x-forwarded-client-cert': value }, { form: 'envoy-xfcc' })).toBe(outcome);
});
