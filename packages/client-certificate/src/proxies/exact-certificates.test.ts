import { describe, expect, test } from 'vitest';
import { authority, client, other, outcomeOf } from '../../../../test/support/behind-proxy.ts';
import { awsPem, base64Der, escapedPem } from '../../../../test/support/forwarded.ts';

const { intermediate } = authority;

describe('escaped PEM', () => {
  const pem = client.pem;
  const lines = pem.split('\n');

  test.each([
    { what: 'without the last line break', text: pem.trimEnd(), outcome: 'client' },
    { what: 'with carriage returns', text: pem.replaceAll('\n', '\r\n'), outcome: 'client' },
    { what: 'a certificate more', text: pem + other.pem, outcome: 'certificate-malformed' },
    { what: 'its whole chain', text: client.chainPem, outcome: 'certificate-malformed' },
    { what: 'text before it', text: `subject=CN=client\n${pem}`, outcome: 'certificate-malformed' },
    { what: 'text behind it', text: `${pem}X-Other: 1\n`, outcome: 'certificate-malformed' },
    { what: 'a key behind it', text: `${pem}${client.keyPem}`, outcome: 'certificate-malformed' },
    {
      what: 'a header inside',
      text: pem.replace('\n', '\nProc-Type: 4\n\n'),
      outcome: 'certificate-malformed',
    },
    { what: 'an empty line inside', text: pem.replace('\n', '\n\n'), outcome: 'certificate-malformed' },
    { what: 'a space inside', text: pem.replace('\nMII', '\n MII'), outcome: 'certificate-malformed' },
    {
      what: 'another label',
      text: pem.replaceAll('CERTIFICATE', 'TRUSTED CERTIFICATE'),
      outcome: 'certificate-malformed',
    },
    { what: 'no end', text: lines.slice(0, -2).join('\n'), outcome: 'certificate-malformed' },
    { what: 'no body', text: `${lines[0]}\n${lines.at(-2)}\n`, outcome: 'certificate-malformed' },
    { what: 'two begin lines', text: `${lines[0]}\n${pem}`, outcome: 'certificate-malformed' },
    { what: 'a NUL inside', text: pem.replace('MII', 'MI\0I'), outcome: 'certificate-malformed' },
  ])('$what: $outcome', async ({ text, outcome }) => {
    expect(await outcomeOf({ 'x-ssl-client-cert': encodeURIComponent(text) })).toBe(outcome);
  });

  test.each([
    { what: 'PEM that is not escaped', value: pem },
    { what: 'half an escape', value: `${escapedPem(client)}%0` },
    { what: 'an escape of no UTF-8', value: `${escapedPem(client)}%ff` },
    { what: 'plus signs for spaces', value: escapedPem(client).replaceAll('%20', '+') },
    { what: 'escaped twice', value: encodeURIComponent(escapedPem(client)) },
    { what: 'base64', value: base64Der(client) },
    { what: 'two in one line', value: `${escapedPem(client)}, ${escapedPem(client)}` },
  ])('$what is malformed', async ({ value }) => {
    expect(await outcomeOf({ 'x-ssl-client-cert': value })).toBe('certificate-malformed');
  });

  test('a plus sign of AWS is one', async () => {
    const certificates = await Promise.all(
      Array.from({ length: 8 }, () => authority.issueClient({ commonName: 'client' })),
    );
    const withPlus = certificates.find((one) => base64Der(one).includes('+'));
    expect(withPlus).toBeDefined();
    if (!withPlus) return;
    const headers = { 'x-amzn-mtls-clientcert-leaf': awsPem(withPlus) };
    expect(await outcomeOf(headers, { form: 'aws-alb-verify' })).toBe('certificate-not-attached');
  });

  test.each([
    { certificates: 9, outcome: 'client' },
    { certificates: 10, outcome: 'certificate-malformed' },
  ])('a chain of $certificates certificates: $outcome', async ({ certificates, outcome }) => {
    const chain = Array.from({ length: certificates - 1 }, () => intermediate);
    const headers = { 'x-amzn-mtls-clientcert': awsPem(client, ...chain) };
    expect(await outcomeOf(headers, { form: 'aws-alb-passthrough' })).toBe(outcome);
  });
});

describe('DER in base64', () => {
  const der = client.certificate.raw;
  const base64 = base64Der(client);

  test.each([
    { what: 'URL-safe', value: der.toString('base64url') },
    {
      what: 'without padding or with too much of it',
      value: base64.endsWith('=') ? base64.replace(/=+$/, '') : `${base64}=`,
    },
    { what: 'with a byte behind it', value: Buffer.concat([der, Buffer.from([0])]).toString('base64') },
    { what: 'twice', value: Buffer.concat([der, der]).toString('base64') },
    { what: 'PEM', value: Buffer.from(client.pem).toString('base64') },
    { what: 'with a line break', value: base64.replace('MII', 'MII\n') },
    { what: 'in quotation marks', value: `"${base64}"` },
  ])('$what is malformed', async ({ value }) => {
    expect(await outcomeOf({ 'x-ssl-client-cert': value }, { form: 'haproxy-der' })).toBe(
      'certificate-malformed',
    );
    expect(await outcomeOf({ 'client-cert': `:${value}:` }, { form: 'rfc9440' })).toBe(
      'certificate-malformed',
    );
  });
});
