import { writeFileSync } from 'node:fs';
import { inspectChain } from '@countersign/client-certificate';
import { describe, expect, test } from 'vitest';
import {
  type Chain,
  clock,
  curve,
  found,
  opensslChains,
  pathLength,
  pemOf,
  rsa,
} from '../support/openssl-chains.ts';
import type { OpensslShape } from '../support/openssl-folder.ts';

const { run, fileOf, issueRoot, issueCa, issueLeaf, root, ca, leaf } = opensslChains();

describe('a good chain', () => {
  const throughTwo = issueCa(root, { extensions: pathLength(1) });
  const below = issueCa(throughTwo, { extensions: pathLength(0) });

  test.each<{ what: string; chain: Chain }>([
    { what: 'with one intermediate', chain: [leaf, ca, root] },
    { what: 'from the root itself', chain: [issueLeaf(root), root] },
    {
      what: 'with two intermediates and path lengths that are kept',
      chain: [issueLeaf(below), below, throughTwo, root],
    },
    { what: 'of RSA keys', chain: chainOf({ key: rsa(2048) }) },
    { what: 'of Ed25519 keys', chain: chainOf({ key: ['-algorithm', 'ED25519'], digest: 'default' }) },
    { what: 'on P-384', chain: chainOf({ key: curve('P-384'), digest: 'sha384' }) },
    { what: 'whose root is signed over SHA-1', chain: chainOf({}, { digest: 'sha1' }) },
    { what: 'with a name of many letters', chain: chainOf({ subject: '/O=Žemė, "A"\\+B/CN=żółw' }) },
  ])('$what: openssl verifies it, and nothing is found', ({ chain }) => {
    const [first, ...issuers] = chain;
    writeFileSync(fileOf('issuers.pem'), pemOf(issuers));
    writeFileSync(fileOf('anchor.pem'), issuers.at(-1)?.pem ?? '');
    const verify = [
      'verify',
      '-purpose',
      'sslclient',
      '-attime',
      String(clock() / 1000),
      '-CAfile',
      'anchor.pem',
    ];
    expect(String(run(...verify, '-untrusted', 'issuers.pem', `${first?.name}.pem`))).toContain(': OK');
    expect(inspectChain(pemOf(chain), { clock })).toMatchObject({ ok: true, findings: [] });
  });

  /** Leaf and root alike, with what a root has differently. */
  function chainOf(shape: OpensslShape, ofRoot: OpensslShape = {}): Chain {
    const { subject, ...rest } = shape;
    const root = issueRoot({ ...rest, ...ofRoot });
    return [issueLeaf(root, { ...rest, ...(subject !== undefined && { subject }) }), root];
  }

  test('gives what to attach, as openssl prints it', () => {
    const print = (...args: string[]) =>
      String(run('x509', '-in', `${leaf.name}.pem`, '-noout', ...args))
        .trim()
        .replace(/^[^=]*=/, '');
    expect(inspectChain(pemOf([leaf, ca, root]), { clock })).toEqual({
      ok: true,
      findings: [],
      record: {
        serialNumber: print('-serial').toLowerCase().replace(/^0+/, ''),
        commonName: 'api.partner.example',
        issuer: print('-issuer', '-nameopt', 'RFC2253'),
        fingerprint256: print('-fingerprint', '-sha256'),
        notAfter: Date.parse('2027-01-01T00:00:00Z'),
        revocation: { ocsp: ['http://ocsp.example/'], crl: ['http://crl.example/a.crl'] },
      },
    });
  });

  test.each([
    { what: 'CRLF', change: (pem: string) => pem.replaceAll('\n', '\r\n') },
    { what: 'a byte order mark', change: (pem: string) => `\ufeff${pem}` },
    { what: 'no line at the end', change: (pem: string) => pem.trimEnd() },
    { what: 'empty lines between', change: (pem: string) => pem.replaceAll('-----END', '\n\n-----END') },
    {
      what: 'no line breaks in the base64',
      change: (pem: string) => pem.replace(/([A-Za-z0-9+/=])\n(?!-)/g, '$1'),
    },
  ])('with $what is as good', ({ change }) => {
    const text = change(pemOf([leaf, ca, root]));
    expect(found(text)).toEqual([]);
    expect(found(Buffer.from(text))).toEqual([]);
  });

  test('with what openssl prints around it is good, with advice', () => {
    const text = String(run('x509', '-in', `${leaf.name}.pem`, '-text')) + pemOf([ca, root]);
    expect(inspectChain(text, { clock })).toMatchObject({
      ok: true,
      findings: [{ code: 'other-text', severity: 'advice' }],
    });
  });
});
