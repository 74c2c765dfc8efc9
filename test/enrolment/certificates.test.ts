import { inspectChain } from '@countersign/client-certificate';
import { describe, expect, test } from 'vitest';
import {
  authority,
  type Chain,
  client,
  clientWith,
  clock,
  curve,
  expiredIn2025,
  found,
  opensslChains,
  pathLength,
  pemOf,
  rsa,
  validFrom2030,
} from '../support/openssl-chains.ts';
import type { OpensslCertificate, OpensslShape } from '../support/openssl-folder.ts';

const { run, readIn, issue, issueRoot, issueCa, issueLeaf, root, ca, leaf, otherLeaf } = opensslChains();

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
  const namesake = issue('namesake', {
    subject: `/O=Countersign/CN=${ca.name}`,
    issuer: root,
    extensions: authority,
  });
  const identifiedCa = issueCa(root, { extensions: [...authority, 'subjectKeyIdentifier=hash'] });
  const reidentifiedCa = issueCa(root, {
    subject: `/O=Countersign/CN=${identifiedCa.name}`,
    keyOf: identifiedCa,
    extensions: [...authority, 'subjectKeyIdentifier=01:02:03'],
  });
  const identified = issueLeaf(identifiedCa, {
    extensions: [...client, 'authorityKeyIdentifier=keyid:always'],
  });
  const v1 = issue('v1', { issuer: root });
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
    { what: 'a key identifier of its issuer', chain: [identified, identifiedCa, root], findings: [] },
    {
      what: 'a key identifier of another certificate of its issuer, with the same key',
      chain: [identified, reidentifiedCa, root],
      findings: ['issuer-identifier-mismatch 0'],
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
    { what: 'a signature over SHA-512', chain: signedBy('sha512'), findings: [] },
    { what: 'a signature over SHA3-256', chain: signedBy('sha3-256'), findings: [] },
    { what: 'a signature over RIPEMD-160', chain: signedBy('ripemd160'), findings: ['weak-signature 0'] },
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
