import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspectChain } from '@countersign/client-certificate';
import { connectpay } from '@countersign/providers';
import { afterAll, describe, expect, test } from 'vitest';
import { type OpensslCertificate, type OpensslShape, opensslFolder } from '../support/openssl-folder.ts';

const folder = opensslFolder();
afterAll(folder.remove);
const { run } = folder;
const readIn = (name: string) => readFileSync(join(folder.path, name));

const clock = () => Date.parse('2026-06-01T00:00:00Z');

const authority = ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign,cRLSign'];
const pathLength = (length: number) => [
  `basicConstraints=critical,CA:TRUE,pathlen:${length}`,
  'keyUsage=critical,keyCertSign,cRLSign',
];
const client = [
  'basicConstraints=critical,CA:FALSE',
  'keyUsage=critical,digitalSignature',
  'extendedKeyUsage=clientAuth',
  'authorityInfoAccess=OCSP;URI:http://ocsp.example/,caIssuers;URI:http://ca.example/ca.cer',
  'crlDistributionPoints=URI:http://crl.example/a.crl,URI:ldap://crl.example/a',
];
/** The client's extensions with the one of this name in its place, or gone. */
const clientWith = (name: string, ...lines: string[]) => [
  ...client.filter((line) => !line.startsWith(`${name}=`)),
  ...lines,
];
const expiredIn2025 = { notBefore: '20240101000000Z', notAfter: '20250101000000Z' };
const validFrom2030 = { notBefore: '20300101000000Z', notAfter: '20310101000000Z' };
const rsa = (bits: number) => ['-algorithm', 'RSA', '-pkeyopt', `rsa_keygen_bits:${bits}`];
const curve = (name: string) => ['-algorithm', 'EC', '-pkeyopt', `ec_paramgen_curve:${name}`];

let made = 0;
const named = (what: string) => `${what}-${++made}`;
const issueRoot = (shape: OpensslShape = {}) =>
  folder.issue(named('root'), { subject: '/O=Countersign/CN=Root', extensions: authority, ...shape });
const issueCa = (issuer: OpensslCertificate, shape: OpensslShape = {}) => {
  const name = named('ca');
  return folder.issue(name, { issuer, extensions: authority, ...shape });
};
const issueLeaf = (issuer?: OpensslCertificate, shape: OpensslShape = {}) =>
  folder.issue(named('leaf'), {
    subject: '/C=LT/O=Partner/CN=api.partner.example',
    ...(issuer && { issuer }),
    extensions: client,
    ...shape,
  });

const root = issueRoot();
const ca = issueCa(root);
const leaf = issueLeaf(ca);
const otherRoot = issueRoot({ subject: '/O=Other/CN=Other Root' });
const otherLeaf = issueLeaf(otherRoot, { subject: '/CN=other.example' });

type Chain = readonly OpensslCertificate[];
const pemOf = (chain: Chain) => chain.map(({ pem }) => pem).join('');

/** Code and position of every finding. */
function found(pem: string | Uint8Array, options: Parameters<typeof inspectChain>[1] = {}): string[] {
  const { findings } = inspectChain(pem, { clock, ...options });
  return findings.map(({ code, position }) => (position === undefined ? code : `${code} ${position}`));
}

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
    writeFileSync(join(folder.path, 'issuers.pem'), pemOf(issuers));
    writeFileSync(join(folder.path, 'anchor.pem'), issuers.at(-1)?.pem ?? '');
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

describe('what is not a chain in PEM', () => {
  const inFolder = (...args: string[]) => {
    run(...args, '-out', 'made');
    return readIn('made');
  };
  const whole = pemOf([leaf, ca, root]);
  writeFileSync(join(folder.path, 'chain.pem'), whole);
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

describe('which certificates there are, and where', () => {
  const selfSigned = issueLeaf(undefined, { subject: '/CN=self.example' });
  const crossSigned = folder.issue(named('cross-signed'), {
    keyOf: root,
    subject: '/O=Countersign/CN=Root',
    issuer: otherRoot,
    extensions: authority,
    notBefore: '20260102000000Z',
  });

  test.each<{ what: string; chain: Chain; findings: string[] }>([
    { what: 'root first', chain: [root, ca, leaf], findings: ['order-reversed 0'] },
    { what: 'the intermediate first', chain: [ca, leaf, root], findings: ['order-shuffled 0'] },
    { what: 'the root second', chain: [leaf, root, ca], findings: ['order-shuffled 0'] },
    {
      what: 'the root before the leaf, the intermediate missing',
      chain: [root, leaf],
      findings: ['order-reversed 0', 'intermediate-missing 1'],
    },
    { what: 'no intermediate', chain: [leaf, root], findings: ['intermediate-missing 0'] },
    { what: 'no root', chain: [leaf, ca], findings: ['root-missing 1'] },
    { what: 'the leaf alone', chain: [leaf], findings: ['intermediate-missing 0', 'root-missing 0'] },
    {
      what: 'an authority of another chain',
      chain: [leaf, ca, root, otherRoot],
      findings: ['extra-certificate 3'],
    },
    {
      what: 'an authority of another chain first',
      chain: [otherRoot, leaf, ca, root],
      findings: ['extra-certificate 0'],
    },
    {
      what: 'an authority of another chain in the middle',
      chain: [leaf, ca, otherRoot, root],
      findings: ['extra-certificate 2'],
    },
    { what: 'another leaf', chain: [leaf, ca, root, otherLeaf], findings: ['extra-certificate 3'] },
    {
      what: 'two chains',
      chain: [leaf, ca, root, otherLeaf, otherRoot],
      findings: ['extra-certificate 3', 'extra-certificate 4'],
    },
    {
      what: 'the chain reversed, and another leaf',
      chain: [root, ca, leaf, otherLeaf],
      findings: ['order-reversed 0', 'extra-certificate 3'],
    },
    { what: 'the leaf twice', chain: [leaf, leaf, ca, root], findings: ['duplicate-certificate 1'] },
    {
      what: 'no intermediate, and roots of two',
      chain: [leaf, otherRoot, root],
      findings: ['intermediate-missing 0', 'extra-certificate 1'],
    },
    {
      what: 'no intermediate and no root, but another leaf',
      chain: [leaf, otherLeaf],
      findings: ['intermediate-missing 0', 'root-missing 0', 'extra-certificate 1'],
    },
    { what: 'a self-signed leaf', chain: [selfSigned], findings: ['self-signed-leaf 0'] },
    {
      what: 'a self-signed leaf and a chain of others',
      chain: [selfSigned, ca, root],
      findings: ['self-signed-leaf 0', 'extra-certificate 1', 'extra-certificate 2'],
    },
    {
      what: 'no leaf',
      chain: [ca, root],
      findings: ['leaf-is-ca 0', 'usage-not-signature 0', 'usage-missing 0', 'revocation-address-missing 0'],
    },
    { what: 'the root signed by another one', chain: [leaf, ca, crossSigned, otherRoot], findings: [] },
    {
      what: 'the root and the same one signed by another',
      chain: [leaf, ca, crossSigned, root],
      findings: ['extra-certificate 2'],
    },
  ])('$what: $findings', ({ chain, findings }) => {
    expect(found(pemOf(chain))).toEqual(findings);
  });

  test('what openssl req -x509 makes', () => {
    const self = ['-x509', '-config', 'ca.cnf', '-key', `${leaf.name}.key`, '-subj', '/CN=self.example'];
    const pem = run('req', ...self, '-addext', 'basicConstraints=critical,CA:TRUE');
    expect(found(pem, { clock: Date.now })).toEqual([
      'self-signed-leaf 0',
      'leaf-is-ca 0',
      'usage-missing 0',
      'revocation-address-missing 0',
    ]);
  });

  test('the right order is told', () => {
    const { findings } = inspectChain(pemOf([ca, root, leaf]), { clock });
    expect(findings[0]?.message).toContain('in the order 2, 0, 1.');
  });

  test('the issuer that is missing is named', () => {
    const { findings } = inspectChain(pemOf([leaf, root]), { clock });
    expect(findings[0]?.message).toContain(`CN=${ca.name},O=Countersign`);
  });
});

describe('what is wrong with a certificate', () => {
  const below = (shape: OpensslShape): Chain => {
    const issuer = issueCa(root, shape);
    return [issueLeaf(issuer), issuer, root];
  };
  const under = (shape: OpensslShape): Chain => {
    const issuer = issueRoot(shape);
    return [issueLeaf(issuer), issuer];
  };
  const withLeaf = (shape: OpensslShape): Chain => [issueLeaf(ca, shape), ca, root];
  const ofRsa = issueRoot({ key: rsa(2048) });
  const signedBy = (digest: string, signing: readonly string[] = []): Chain => [
    issueLeaf(ofRsa, { digest, signing }),
    ofRsa,
  ];
  const pss = ['-sigopt', 'rsa_padding_mode:pss'];
  /** Two intermediates under one that allows as many. */
  const withPathLength = (length: number): Chain => {
    const top = issueCa(root, { extensions: pathLength(length) });
    const second = issueCa(top);
    return [issueLeaf(second), second, top, root];
  };
  const tampered = ({ name, pem }: OpensslCertificate): OpensslCertificate => {
    const der = Buffer.from(pem.replace(/-----.*-----|\s/g, ''), 'base64');
    der.writeUInt8(der.readUInt8(der.length - 1) ^ 1, der.length - 1);
    const lines = der.toString('base64').replace(/.{64}/g, '$&\n');
    return { name, pem: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n` };
  };
  const namesake = folder.issue(named('namesake'), {
    subject: `/O=Countersign/CN=${ca.name}`,
    issuer: root,
    extensions: authority,
  });
  const v1 = folder.issue(named('v1'), { issuer: root });
  run('genpkey', '-genparam', '-algorithm', 'DSA', '-pkeyopt', 'dsa_paramgen_bits:1024', '-out', 'dsa.param');

  test.each<{ what: string; chain: Chain; findings: string[] }>([
    { what: 'an issuer without extensions', chain: [issueLeaf(v1), v1, root], findings: ['issuer-not-ca 1'] },
    {
      what: 'an issuer with CA:FALSE',
      chain: below({ extensions: client }),
      findings: ['issuer-not-ca 1', 'issuer-without-cert-sign 1'],
    },
    { what: 'a root that is not a CA', chain: under({ extensions: [] }), findings: ['issuer-not-ca 1'] },
    {
      what: 'an issuer without keyCertSign',
      chain: below({ extensions: ['basicConstraints=critical,CA:TRUE', 'keyUsage=cRLSign'] }),
      findings: ['issuer-without-cert-sign 1'],
    },
    {
      what: 'an issuer for mail',
      chain: below({ extensions: [...authority, 'extendedKeyUsage=emailProtection'] }),
      findings: ['issuer-not-for-client-auth 1'],
    },
    { what: 'a path length of 1 with one authority below', chain: withPathLength(1), findings: [] },
    {
      what: 'a path length of 0 with one authority below',
      chain: withPathLength(0),
      findings: ['path-length-exceeded 2'],
    },
    { what: 'a leaf that was changed', chain: [tampered(leaf), ca, root], findings: ['signature-invalid 0'] },
    {
      what: 'an intermediate that was changed',
      chain: [leaf, tampered(ca), root],
      findings: ['signature-invalid 1'],
    },
    { what: 'a root that was changed', chain: [leaf, ca, tampered(root)], findings: ['signature-invalid 2'] },
    {
      what: 'an issuer of the same name and another key',
      chain: [leaf, namesake, root],
      findings: ['signature-invalid 0'],
    },
    {
      what: 'both issuers of one name',
      chain: [leaf, namesake, ca, root],
      findings: ['extra-certificate 1'],
    },
    { what: 'a leaf that expired', chain: withLeaf(expiredIn2025), findings: ['expired 0'] },
    { what: 'an intermediate that expired', chain: below(expiredIn2025), findings: ['expired 1'] },
    { what: 'a root that expired', chain: under(expiredIn2025), findings: ['expired 1'] },
    { what: 'a leaf that is not valid yet', chain: withLeaf(validFrom2030), findings: ['not-yet-valid 0'] },
    {
      what: 'an intermediate that is not valid yet',
      chain: below(validFrom2030),
      findings: ['not-yet-valid 1'],
    },
    { what: 'a root that is not valid yet', chain: under(validFrom2030), findings: ['not-yet-valid 1'] },
    {
      what: 'a usage that is for servers',
      chain: withLeaf({ extensions: clientWith('extendedKeyUsage', 'extendedKeyUsage=serverAuth') }),
      findings: ['usage-not-client-auth 0'],
    },
    {
      what: 'a usage for servers and clients',
      chain: withLeaf({
        extensions: clientWith('extendedKeyUsage', 'extendedKeyUsage=serverAuth,clientAuth'),
      }),
      findings: [],
    },
    {
      what: 'no usage',
      chain: withLeaf({ extensions: clientWith('extendedKeyUsage') }),
      findings: ['usage-missing 0'],
    },
    {
      what: "a seal's usage",
      chain: withLeaf({ extensions: clientWith('keyUsage', 'keyUsage=critical,nonRepudiation') }),
      findings: ['usage-not-signature 0'],
    },
    {
      what: 'CA:TRUE',
      chain: withLeaf({ extensions: clientWith('basicConstraints', 'basicConstraints=CA:TRUE') }),
      findings: ['leaf-is-ca 0'],
    },
    { what: 'RSA of 1,024 bits', chain: withLeaf({ key: rsa(1024) }), findings: ['weak-key 0'] },
    {
      what: 'RSA of 2,047 bits in an intermediate',
      chain: below({ key: rsa(2047) }),
      findings: ['weak-key 1'],
    },
    { what: 'RSA of 1,024 bits in a root', chain: under({ key: rsa(1024) }), findings: ['weak-key 1'] },
    { what: 'a curve of 224 bits', chain: withLeaf({ key: curve('secp224r1') }), findings: ['weak-key 0'] },
    { what: 'a DSA key', chain: withLeaf({ key: ['-paramfile', 'dsa.param'] }), findings: ['weak-key 0'] },
    { what: 'RSASSA-PSS over SHA-256', chain: signedBy('sha256', pss), findings: [] },
    { what: 'RSASSA-PSS over SHA-1', chain: signedBy('sha1', pss), findings: ['weak-signature 0'] },
    { what: 'a signature over MD5', chain: signedBy('md5'), findings: ['weak-signature 0'] },
    { what: 'a signature over SHA-1', chain: withLeaf({ digest: 'sha1' }), findings: ['weak-signature 0'] },
    {
      what: "an intermediate's signature over SHA-1",
      chain: below({ digest: 'sha1' }),
      findings: ['weak-signature 1'],
    },
    {
      what: "an intermediate's signature over SHA-1, the root missing",
      chain: below({ digest: 'sha1' }).slice(0, 2),
      findings: ['root-missing 1', 'weak-signature 1'],
    },
    {
      what: 'an unknown critical extension',
      chain: withLeaf({ extensions: [...client, '1.2.3.4=critical,DER:0500'] }),
      findings: ['unknown-critical-extension 0'],
    },
    {
      what: 'an unknown extension',
      chain: withLeaf({ extensions: [...client, '1.2.3.4=DER:0500'] }),
      findings: [],
    },
    {
      what: 'an unknown critical extension of an intermediate',
      chain: below({ extensions: [...authority, '1.2.3.4=critical,DER:0500'] }),
      findings: ['unknown-critical-extension 1'],
    },
    {
      what: 'name constraints',
      chain: below({ extensions: [...authority, 'nameConstraints=permitted;DNS:example'] }),
      findings: ['unknown-critical-extension 1'],
    },
    {
      what: 'two common names',
      chain: withLeaf({ subject: '/CN=one.example/CN=two.example' }),
      findings: ['several-common-names 0'],
    },
    {
      what: 'two common names in one part',
      chain: withLeaf({ subject: '/CN=one.example+CN=two.example' }),
      findings: ['several-common-names 0'],
    },
    {
      what: 'no common name',
      chain: withLeaf({ subject: '/O=Partner' }),
      findings: ['common-name-missing 0'],
    },
    { what: 'no subject', chain: withLeaf({ subject: '/' }), findings: ['common-name-missing 0'] },
  ])('$what: $findings', ({ chain, findings }) => {
    expect(found(pemOf(chain))).toEqual(findings);
  });

  test.each([
    { at: '2025-12-31T23:59:59Z', findings: ['not-yet-valid 0', 'not-yet-valid 1', 'not-yet-valid 2'] },
    { at: '2026-01-01T00:00:00Z', findings: [] },
    { at: '2027-01-01T00:00:00Z', findings: [] },
    { at: '2027-01-01T00:00:00.001Z', findings: ['expired 0', 'expired 1', 'expired 2'] },
  ])('at $at: $findings', ({ at, findings }) => {
    expect(found(pemOf([leaf, ca, root]), { clock: () => Date.parse(at) })).toEqual(findings);
  });

  test('everything is found at once, each with its certificate', () => {
    const weakRoot = issueRoot({ subject: '/O=Countersign/CN=Weak Root', key: rsa(1024) });
    const expired = issueCa(weakRoot, { ...expiredIn2025, extensions: [], digest: 'sha1' });
    const bad = issueLeaf(expired, { ...validFrom2030, subject: '/O=Partner', extensions: [] });
    const { findings } = inspectChain(
      pemOf([weakRoot, otherLeaf, bad, expired]) + readIn(`${bad.name}.key`),
      { clock },
    );
    const subjectOf = {
      0: 'CN=Weak Root,O=Countersign',
      1: 'CN=other.example',
      2: 'O=Partner',
      3: `CN=${expired.name},O=Countersign`,
    };
    expect(
      findings.map(({ code, position }) => [code, position].filter((one) => one !== undefined).join(' ')),
    ).toEqual([
      'private-key',
      'order-shuffled 0',
      'extra-certificate 1',
      'issuer-not-ca 3',
      'weak-signature 3',
      'weak-key 0',
      'not-yet-valid 2',
      'expired 3',
      'usage-missing 2',
      'common-name-missing 2',
    ]);
    for (const { position, subject, message } of findings) {
      expect(subject).toBe(subjectOf[position as keyof typeof subjectOf]);
      expect(message).toMatch(/^[A-Z].*\.$/);
    }
  });
});

describe('issuers that are refused', () => {
  const isrg = issueRoot({ subject: '/C=US/O=Internet Security Research Group/CN=ISRG Root X1' });
  const r10 = issueCa(isrg, { subject: "/C=US/O=Let's Encrypt/CN=R10" });
  const chain = [issueLeaf(r10), r10, isrg];

  test.each<{ what: string; refusedIssuers: string[]; chain: Chain; findings: string[] }>([
    { what: 'none', refusedIssuers: [], chain, findings: [] },
    { what: 'an organisation', refusedIssuers: ["Let's Encrypt"], chain, findings: ['refused-issuer 0'] },
    {
      what: 'an organisation in other case',
      refusedIssuers: ["LET'S ENCRYPT"],
      chain,
      findings: ['refused-issuer 0'],
    },
    {
      what: 'a common name further up',
      refusedIssuers: ['ISRG Root X1'],
      chain,
      findings: ['refused-issuer 1'],
    },
    { what: 'part of a name', refusedIssuers: ['Encrypt'], chain, findings: [] },
    { what: "the client's own organisation", refusedIssuers: ['Partner'], chain, findings: [] },
  ])('$what: $findings', ({ refusedIssuers, chain, findings }) => {
    expect(found(pemOf(chain), { refusedIssuers })).toEqual(findings);
  });

  test("connectpay refuses Let's Encrypt, its chain complete or not, unless told otherwise", () => {
    const codes = (pem: string, options = {}) =>
      connectpay.inspectChain(pem, { clock, ...options }).findings.map(({ code }) => code);
    expect(codes(pemOf(chain))).toEqual(['refused-issuer']);
    expect(codes(pemOf(chain.slice(0, 1)))).toContain('refused-issuer');
    expect(codes(pemOf(chain), { refusedIssuers: [] })).toEqual([]);
    expect(codes(pemOf([leaf, ca, root]))).toEqual([]);
  });
});

describe('trust anchors', () => {
  test.each<{ what: string; anchors: Chain; findings: string[] }>([
    { what: 'the root', anchors: [otherRoot, root], findings: [] },
    { what: 'an intermediate', anchors: [ca], findings: [] },
    { what: 'another root', anchors: [otherRoot], findings: ['untrusted-root 2'] },
    { what: 'another root of the same name', anchors: [issueRoot()], findings: ['untrusted-root 2'] },
  ])('$what: $findings', ({ anchors, findings }) => {
    expect(found(pemOf([leaf, ca, root]), { trustAnchors: pemOf(anchors) })).toEqual(findings);
  });

  test('a root that is missing is still missing where it is trusted', () => {
    expect(found(pemOf([leaf, ca]), { trustAnchors: root.pem })).toEqual(['root-missing 1']);
    expect(found(pemOf([leaf]), { trustAnchors: root.pem })).toContain('untrusted-root 0');
  });
});
