import { writeFileSync } from 'node:fs';
import { inspectChain } from '@countersign/client-certificate';
import { describe, expect, test } from 'vitest';
import { clock, found, opensslChains, pemOf } from '../support/openssl-chains.ts';

const { run, fileOf, readIn, root, ca, leaf } = opensslChains();

describe('what is not a chain in PEM', () => {
  const inFolder = (...args: string[]) => {
    run(...args, '-out', 'made');
    return readIn('made');
  };
  const whole = pemOf([leaf, ca, root]);
  writeFileSync(fileOf('chain.pem'), whole);
  const p12 = ['pkcs12', '-export', '-in', 'chain.pem', '-inkey', `${leaf.name}.key`, '-passout', 'pass:x'];
  const key = ['pkey', '-in', `${leaf.name}.key`];
  const encrypted = [...key, '-aes-256-cbc', '-passout', 'pass:secret'];

  test.each<{ what: string; input: string | Uint8Array; findings: string[] }>([
    { what: 'nothing', input: '', findings: ['not-pem'] },
    { what: 'white space', input: ' \n', findings: ['not-pem'] },
    { what: 'a web page', input: '<!doctype html><title>Error</title>', findings: ['not-pem'] },
    { what: 'base64 alone', input: whole.replace(/-----.*\n/g, ''), findings: ['not-pem'] },
    { what: 'UTF-16', input: Buffer.from(`\ufeff${whole}`, 'utf16le'), findings: ['not-pem'] },
    { what: 'bytes of no format', input: Buffer.alloc(500, 0xfe), findings: ['not-pem'] },
    { what: 'DER', input: inFolder('x509', '-in', `${leaf.name}.pem`, '-outform', 'der'), findings: ['der'] },
    { what: 'PKCS#7', input: inFolder('crl2pkcs7', '-nocrl', '-certfile', 'chain.pem'), findings: ['pkcs7'] },
    {
      what: 'PKCS#7 in DER',
      input: inFolder('crl2pkcs7', '-nocrl', '-certfile', 'chain.pem', '-outform', 'der'),
      findings: ['pkcs7'],
    },
    { what: 'PKCS#12', input: inFolder(...p12), findings: ['pkcs12'] },
    { what: 'a private key in DER', input: inFolder(...key, '-outform', 'der'), findings: ['private-key'] },
    { what: 'a private key', input: inFolder(...key), findings: ['private-key'] },
    {
      what: 'a private key before a chain',
      input: String(inFolder(...key)) + whole,
      findings: ['private-key'],
    },
    {
      what: 'an old private key after a chain',
      input: whole + inFolder('ec', '-in', `${leaf.name}.key`),
      findings: ['private-key'],
    },
    {
      what: 'two private keys in a chain',
      input: String(inFolder(...key)) + whole + inFolder(...encrypted),
      findings: ['private-key'],
    },
    { what: 'a request', input: readIn(`${leaf.name}.csr`), findings: ['certificate-request'] },
    {
      what: 'a request before a chain',
      input: readIn(`${leaf.name}.csr`) + whole,
      findings: ['certificate-request'],
    },
    {
      what: 'a trusted certificate',
      input: inFolder('x509', '-in', `${root.name}.pem`, '-trustout'),
      findings: ['other-block'],
    },
    {
      what: 'a public key after a chain',
      input: whole + inFolder(...key, '-pubout'),
      findings: ['other-block'],
    },
    {
      what: 'a certificate whose end was lost',
      input: pemOf([leaf, ca]) + root.pem.replace(/-----END.*\n/, ''),
      findings: ['pem-malformed 2', 'root-missing 1'],
    },
    {
      what: 'a certificate whose end was lost, before others',
      input: leaf.pem + ca.pem.replace(/-----END.*\n/, '') + root.pem,
      findings: ['pem-malformed 1', 'intermediate-missing 0'],
    },
    {
      what: 'line breaks written as \\n',
      input: whole.replaceAll('\n', '\\n'),
      findings: ['other-text', ...[0, 1, 2].map((at) => `pem-malformed ${at}`)],
    },
    {
      what: 'a certificate with a character too few',
      input: pemOf([leaf, ca]) + root.pem.replace('MII', 'MI'),
      findings: ['pem-malformed 2', 'root-missing 1'],
    },
    {
      what: 'base64 of something else',
      input: `${pemOf([leaf, ca, root])}-----BEGIN CERTIFICATE-----\naGVsbG8=\n-----END CERTIFICATE-----\n`,
      findings: ['certificate-unreadable 3'],
    },
  ])('$what: $findings', ({ input, findings }) => {
    expect(found(input)).toEqual(findings);
  });

  test('a file of 64 KiB is read, one of a byte more is not', () => {
    const padded = (bytes: number) => whole + '\n'.repeat(bytes - whole.length);
    expect(found(padded(65_536))).toEqual([]);
    expect(found(padded(65_537))).toEqual(['input-too-large']);
    expect(found(Buffer.from(padded(65_537)))).toEqual(['input-too-large']);
    expect(found(`${whole}${'é'.repeat(32_768)}`)).toEqual(['input-too-large']);
  });

  test('eight certificates are read, nine are not', () => {
    const more = (count: number) => whole + root.pem.repeat(count - 3);
    expect(found(more(8))).toEqual([3, 4, 5, 6, 7].map((at) => `duplicate-certificate ${at}`));
    expect(found(more(9))).toEqual(['too-many-certificates']);
  });

  test('no finding repeats what was in the file', () => {
    const secret = String(inFolder(...key));
    const said = JSON.stringify(inspectChain(secret + whole, { clock }));
    for (const line of secret.split('\n').filter((line) => line !== '' && !line.startsWith('-'))) {
      expect(said).not.toContain(line);
    }
  });
});
