import { OctetString } from '@peculiar/asn1-schema';
import { describe, expect, test } from 'vitest';
import {
  authorityExtensions,
  type IssuedCertificate,
  leafExtensions,
  reissued,
  x509,
} from '../../../test/support/authority.ts';
import { chainFrom, issueAuthority, issueLeaf, type Shape } from '../../../test/support/issued-chain.ts';
import { readFacts } from './certificate-facts.ts';
import { brokenRule } from './chain-rules.ts';

const { clientAuth, serverAuth, emailProtection } = x509.ExtendedKeyUsage;
const { nonRepudiation, keyAgreement, keyCertSign, cRLSign } = x509.KeyUsageFlags;
const anyUsage = '2.5.29.37.0';

const constraints = (ca: boolean) => new x509.BasicConstraintsExtension(ca, undefined, true);
const keyUsage = (flags: number) => new x509.KeyUsagesExtension(flags, true);
const usages = (...ids: string[]) => new x509.ExtendedKeyUsageExtension(ids);
const extension = (type: string, critical: boolean, hex = '0500') =>
  new x509.Extension(type, critical, Buffer.from(hex, 'hex'));
const namesUnderExample = extension('2.5.29.30', false, '300da00b3009820765786d61706c65');
const explicitPolicy = extension('2.5.29.36', true, '3003800100');

const rsa = (modulusLength: number, hash = 'SHA-256') => {
  const publicExponent = Uint8Array.of(1, 0, 1);
  return { keyAlgorithm: { name: 'RSASSA-PKCS1-v1_5', modulusLength, publicExponent, hash } };
};

const root = await issueAuthority('root');
const ca = await issueAuthority('ca', root);
const chainToRoot = (leaf: IssuedCertificate, ...sent: IssuedCertificate[]) =>
  chainFrom(leaf, sent, { anchors: [root] });

describe('a leaf', () => {
  const client = leafExtensions([clientAuth]);

  test.each<Shape & { what: string }>([
    { what: 'no extensions at all', extensions: [] },
    { what: 'client and server authentication', extensions: leafExtensions([serverAuth, clientAuth]) },
    { what: 'an unknown extension', extensions: [...client, extension('1.2.3.4', false)] },
    {
      what: 'a critical alternative name',
      extensions: [...client, extension('2.5.29.17', true, '3003820178')],
    },
    { what: 'RSA of 2,048 bits', ...rsa(2048) },
  ])('with $what passes', async ({ what: _, ...shape }) => {
    expect(chainToRoot(await issueLeaf(ca, shape), ca)).toBe('leaf ca root');
  });

  test.each<Shape & { what: string; broken: string }>([
    {
      what: 'server authentication alone',
      extensions: leafExtensions([serverAuth]),
      broken: 'may not be used for client authentication',
    },
    {
      what: 'any usage, which is not to name it',
      extensions: leafExtensions([anyUsage]),
      broken: 'may not be used for client authentication',
    },
    {
      what: "a seal's usage",
      extensions: [keyUsage(nonRepudiation)],
      broken: 'may not be used for signatures',
    },
    { what: 'key agreement', extensions: [keyUsage(keyAgreement)], broken: 'may not be used for signatures' },
    { what: 'CA:TRUE', extensions: authorityExtensions(), broken: "is an authority's, not a client's" },
    {
      what: 'an unknown critical extension',
      extensions: [...client, extension('1.2.3.4', true)],
      broken: 'is limited in a way that is not understood: 1.2.3.4',
    },
    { what: 'RSA of 1,024 bits', ...rsa(1024), broken: 'has an RSA key of 1024 bits' },
    { what: 'RSA of 2,047 bits', ...rsa(2047), broken: 'has an RSA key of 2047 bits' },
  ])('with $what $broken', async ({ what: _, broken, ...shape }) => {
    expect(chainToRoot(await issueLeaf(ca, shape), ca)).toBe(`CN=leaf ${broken}`);
  });

  test('that is trusted itself is an authority', () => {
    expect(chainToRoot(root)).toBe("CN=root is an authority's, not a client's");
  });
});

describe('an intermediate', () => {
  test.each<Shape & { what: string }>([
    { what: 'no key usage', extensions: [constraints(true)] },
    { what: 'a path length of 0', extensions: authorityExtensions(0) },
    { what: 'client authentication', extensions: [...authorityExtensions(), usages(clientAuth)] },
    { what: 'any usage', extensions: [...authorityExtensions(), usages(anyUsage)] },
  ])('with $what passes', async ({ what: _, ...shape }) => {
    const ca = await issueAuthority('ca', root, shape);
    expect(chainToRoot(await issueLeaf(ca), ca)).toBe('leaf ca root');
  });

  test.each<Shape & { what: string; broken: string }>([
    {
      what: 'no basic constraints',
      extensions: [keyUsage(keyCertSign)],
      broken: 'CN=ca is not an authority',
    },
    { what: 'CA:FALSE', extensions: [constraints(false)], broken: 'CN=ca is not an authority' },
    {
      what: 'mail alone',
      extensions: [...authorityExtensions(), usages(emailProtection)],
      broken: 'CN=ca may not issue certificates for client authentication',
    },
    {
      what: 'name constraints',
      extensions: [...authorityExtensions(), namesUnderExample],
      broken: 'CN=ca is limited in a way that is not understood: 2.5.29.30',
    },
    {
      what: 'policy constraints',
      extensions: [...authorityExtensions(), explicitPolicy],
      broken: 'CN=ca is limited in a way that is not understood: 2.5.29.36',
    },
    { what: 'RSA of 1,024 bits', ...rsa(1024), broken: 'CN=ca has an RSA key of 1024 bits' },
    {
      what: 'signatures over SHA-1',
      ...rsa(2048, 'SHA-1'),
      broken: 'CN=leaf is signed with an algorithm that is broken or unknown',
    },
    // What OpenSSL finds out when it is asked who issued what.
    { what: "a client's extensions", extensions: leafExtensions([clientAuth]), broken: 'no chain' },
    { what: 'no keyCertSign', extensions: [constraints(true), keyUsage(cRLSign)], broken: 'no chain' },
  ])('with $what: $broken', async ({ what: _, broken, ...shape }) => {
    const ca = await issueAuthority('ca', root, shape);
    expect(chainToRoot(await issueLeaf(ca), ca)).toBe(broken);
  });

  test('without keyCertSign breaks a rule, whatever OpenSSL makes of it', async () => {
    const ca = await issueAuthority('ca', root, { extensions: [constraints(true), keyUsage(cRLSign)] });
    const chain = [await issueLeaf(ca), ca, root].map(({ certificate }) => readFacts(certificate));
    expect(brokenRule(chain)).toEqual({
      rule: 'issuer-without-cert-sign',
      position: 1,
      subject: 'CN=ca',
      detail: 'may not sign certificates',
    });
  });
});

describe('path lengths', () => {
  test.each([
    { pathLength: 0, below: 0, outcome: 'leaf top root' },
    { pathLength: 0, below: 1, outcome: 'CN=top allows 0 authorities below it, and there are 1' },
    { pathLength: 1, below: 1, outcome: 'leaf ca1 top root' },
    { pathLength: 1, below: 2, outcome: 'CN=top allows 1 authorities below it, and there are 2' },
    { pathLength: 2, below: 2, outcome: 'leaf ca2 ca1 top root' },
  ])('$pathLength with $below below: $outcome', async ({ pathLength, below, outcome }) => {
    const sent = [await issueAuthority('top', root, { extensions: authorityExtensions(pathLength) })];
    for (let i = 1; i <= below; i++) sent.unshift(await issueAuthority(`ca${i}`, sent[0]));
    expect(chainToRoot(await issueLeaf(sent[0]), ...sent)).toBe(outcome);
  });

  test('do not count an authority that renewed its own key', async () => {
    const top = await issueAuthority('top', root, { extensions: authorityExtensions(0) });
    const renewed = await issueAuthority('top', top, { extensions: authorityExtensions(0) });
    expect(chainToRoot(await issueLeaf(renewed), renewed, top)).toBe('leaf top top root');
  });

  test('of a trust anchor count, and where they are exceeded another chain is looked for', async () => {
    const short = reissued(root, root, ({ extensions }) => {
      const constraints = extensions?.find(({ extnID }) => extnID === '2.5.29.19');
      if (constraints) constraints.extnValue = new OctetString(Buffer.from('30060101ff020100', 'hex'));
    });
    expect(chainFrom(await issueLeaf(root), [], { anchors: [short] })).toBe('leaf root');
    const leaf = await issueLeaf(ca);
    const exceeded = 'CN=root allows 0 authorities below it, and there are 1';
    expect(chainFrom(leaf, [ca], { anchors: [short] })).toBe(exceeded);
    expect(chainFrom(leaf, [ca], { anchors: [short, root] })).toBe('leaf ca root');
  });
});
