import { X509Certificate } from 'node:crypto';
import { OctetString } from '@peculiar/asn1-schema';
import { Extensions, Validity } from '@peculiar/asn1-x509';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import {
  authorityExtensions,
  type IssuedCertificate,
  issueCertificate,
  leafExtensions,
  presented,
  reissued,
  x509,
} from '../../../test/support/authority.ts';
import { readFacts } from './certificate-facts.ts';
import { brokenRule } from './chain-rules.ts';
import { trustedChains } from './trusted-chains.ts';

const { clientAuth, serverAuth, emailProtection } = x509.ExtendedKeyUsage;
const now = Date.parse('2026-01-02T03:04:05Z');
const DAY_MS = 86_400_000;

interface Shape {
  readonly extensions?: x509.Extension[];
  readonly from?: number;
  readonly to?: number;
  readonly keyAlgorithm?: NonNullable<Parameters<typeof issueCertificate>[0]['keyAlgorithm']>;
}

function issue(name: string, issuer: IssuedCertificate | undefined, shape: Shape = {}) {
  return issueCertificate({
    subject: [['CN', name]],
    issuer,
    extensions: shape.extensions ?? authorityExtensions(),
    notBefore: shape.from ?? now - DAY_MS,
    notAfter: shape.to ?? now + DAY_MS,
    keyAlgorithm: shape.keyAlgorithm,
  });
}

const leafOf = (issuer: IssuedCertificate | undefined, shape: Shape = {}) =>
  issue('leaf', issuer, { extensions: leafExtensions([clientAuth]), ...shape });

let root: IssuedCertificate;
beforeAll(async () => {
  root = await issue('root', undefined);
});

interface Trust {
  readonly anchors?: IssuedCertificate[];
  readonly intermediates?: IssuedCertificate[];
}

const certificatesOf = (issued: readonly IssuedCertificate[]): X509Certificate[] =>
  issued.map(({ certificate }) => certificate);

/** The names of the chain that is found, or what is wrong. */
function found(leaf: IssuedCertificate, sent: IssuedCertificate[], trust: Trust = {}): string {
  const { anchors = [root], intermediates = [] } = trust;
  const chains = trustedChains(certificatesOf(anchors), certificatesOf(intermediates));
  const { chain, broken } = {
    broken: undefined,
    ...chains.find(presented(leaf, ...sent), readFacts(leaf.certificate), now),
  };
  if (chain) return chain.map(({ subject }) => subject.text.replace('CN=', '')).join(' ');
  return broken ? `${broken.subject} ${broken.detail}` : 'no chain';
}

describe('chains', () => {
  let one: IssuedCertificate;
  let two: IssuedCertificate;
  let leaf: IssuedCertificate;
  let ofRoot: IssuedCertificate;
  let stranger: IssuedCertificate;
  beforeAll(async () => {
    one = await issue('one', root);
    two = await issue('two', one);
    leaf = await leafOf(two);
    ofRoot = await leafOf(root);
    stranger = await issue('root', undefined);
  });

  test.each<{ what: string; sent: () => IssuedCertificate[]; trust?: () => Trust; chain: string }>([
    { what: 'sent without the root', sent: () => [two, one], chain: 'leaf two one root' },
    { what: 'sent with the root', sent: () => [two, one, root], chain: 'leaf two one root' },
    { what: 'sent in another order', sent: () => [root, one, two], chain: 'leaf two one root' },
    {
      what: 'sent with others between',
      sent: () => [stranger, one, leaf, two, two],
      chain: 'leaf two one root',
    },
    { what: 'with one missing', sent: () => [two], chain: 'no chain' },
    { what: 'with the leaf alone', sent: () => [], chain: 'no chain' },
    {
      what: 'completed from the configuration',
      sent: () => [two],
      trust: () => ({ intermediates: [one] }),
      chain: 'leaf two one root',
    },
    {
      what: 'configured whole',
      sent: () => [],
      trust: () => ({ intermediates: [one, two] }),
      chain: 'leaf two one root',
    },
    {
      what: 'up to an intermediate that is trusted itself',
      sent: () => [two],
      trust: () => ({ anchors: [one] }),
      chain: 'leaf two one',
    },
    {
      what: 'to another root of the same name',
      sent: () => [two, one],
      trust: () => ({ anchors: [stranger] }),
      chain: 'no chain',
    },
    {
      what: 'with a root of the same name sent along',
      sent: () => [two, one, root],
      trust: () => ({ anchors: [stranger] }),
      chain: 'no chain',
    },
    {
      what: 'with another root of the same name trusted too',
      sent: () => [two, one],
      trust: () => ({ anchors: [stranger, root] }),
      chain: 'leaf two one root',
    },
    {
      what: 'with the ninth place taken',
      sent: () => [stranger, stranger, stranger, stranger, stranger, stranger, two, one],
      chain: 'leaf two one root',
    },
    {
      what: 'beyond what is looked at',
      sent: () => [stranger, stranger, stranger, stranger, stranger, stranger, stranger, two, one],
      chain: 'no chain',
    },
  ])('$what: $chain', ({ sent, trust, chain }) => {
    expect(found(leaf, sent(), trust?.())).toBe(chain);
  });

  test('a leaf of the root itself', () => {
    expect(found(ofRoot, [])).toBe('leaf root');
  });

  test('a self-signed leaf, and one that is itself trusted', async () => {
    expect(found(await leafOf(undefined), [])).toBe('no chain');
    expect(found(root, [])).toBe("CN=root is an authority's, not a client's");
  });

  test.each<{ what: string; leaf: () => IssuedCertificate; sent: () => IssuedCertificate[] }>([
    {
      what: "a leaf with everything of its issuer's but the signature",
      leaf: () => reissued(leaf, stranger, () => {}),
      sent: () => [two, one],
    },
    {
      what: "a leaf with everything of the root's but the signature",
      leaf: () => reissued(ofRoot, stranger, () => {}),
      sent: () => [],
    },
    {
      what: "an intermediate with everything of the root's but the signature",
      leaf: () => leaf,
      sent: () => [two, reissued(one, stranger, () => {})],
    },
    {
      what: 'a leaf that was changed after it was signed',
      leaf: () => tampered(leaf),
      sent: () => [two, one],
    },
  ])('$what: no chain', ({ leaf, sent }) => {
    expect(found(leaf(), sent())).toBe('no chain');
  });

  /** One letter of the common name changed. */
  function tampered(issued: IssuedCertificate): IssuedCertificate {
    const der = Buffer.from(issued.certificate.raw);
    der.write('lead', der.lastIndexOf('leaf'));
    return { ...issued, certificate: new X509Certificate(der) };
  }
});

describe('rules', () => {
  const extension = (type: string, critical: boolean, hex = '0500') =>
    new x509.Extension(type, critical, Buffer.from(hex, 'hex'));
  const namesUnderExample = '300da00b3009820765786d61706c65';
  const explicitPolicy = '3003800100';
  const rsa = (modulusLength: number, hash = 'SHA-256') => ({
    name: 'RSASSA-PKCS1-v1_5',
    modulusLength,
    publicExponent: Uint8Array.of(1, 0, 1),
    hash,
  });
  const client = leafExtensions([clientAuth]);
  const [, keyUsage] = authorityExtensions();

  test.each<{ what: string; leaf: Shape; outcome: string }>([
    { what: 'no extensions at all', leaf: { extensions: [] }, outcome: 'leaf ca root' },
    {
      what: 'client and server authentication',
      leaf: { extensions: leafExtensions([serverAuth, clientAuth]) },
      outcome: 'leaf ca root',
    },
    {
      what: 'server authentication alone',
      leaf: { extensions: leafExtensions([serverAuth]) },
      outcome: 'CN=leaf may not be used for client authentication',
    },
    {
      what: 'any usage, which is not to name it',
      leaf: { extensions: leafExtensions(['2.5.29.37.0']) },
      outcome: 'CN=leaf may not be used for client authentication',
    },
    {
      what: 'a seal, for signatures that cannot be denied',
      leaf: { extensions: [new x509.KeyUsagesExtension(x509.KeyUsageFlags.nonRepudiation, true)] },
      outcome: 'CN=leaf may not be used for signatures',
    },
    {
      what: 'key agreement',
      leaf: { extensions: [new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyAgreement, true)] },
      outcome: 'CN=leaf may not be used for signatures',
    },
    {
      what: "an authority's",
      leaf: { extensions: authorityExtensions() },
      outcome: "CN=leaf is an authority's, not a client's",
    },
    {
      what: 'an unknown extension',
      leaf: { extensions: [...client, extension('1.2.3.4', false)] },
      outcome: 'leaf ca root',
    },
    {
      what: 'an unknown critical extension',
      leaf: { extensions: [...client, extension('1.2.3.4', true)] },
      outcome: 'CN=leaf is limited in a way that is not understood: 1.2.3.4',
    },
    { what: 'RSA of 2,048 bits', leaf: { keyAlgorithm: rsa(2048) }, outcome: 'leaf ca root' },
    {
      what: 'RSA of 1,024 bits',
      leaf: { keyAlgorithm: rsa(1024) },
      outcome: 'CN=leaf has an RSA key of 1024 bits',
    },
  ])('a leaf with $what: $outcome', async ({ leaf, outcome }) => {
    const ca = await issue('ca', root);
    expect(found(await leafOf(ca, leaf), [ca])).toBe(outcome);
  });

  test.each<{ what: string; ca: Shape; outcome: string }>([
    {
      what: 'no key usage',
      ca: { extensions: [new x509.BasicConstraintsExtension(true)] },
      outcome: 'leaf ca root',
    },
    {
      what: 'no basic constraints',
      ca: { extensions: keyUsage ? [keyUsage] : [] },
      outcome: 'CN=ca is not an authority',
    },
    {
      what: 'CA:FALSE',
      ca: { extensions: [new x509.BasicConstraintsExtension(false)] },
      outcome: 'CN=ca is not an authority',
    },
    { what: 'the extensions of a client', ca: { extensions: client }, outcome: 'no chain' },
    {
      what: 'a key usage without certificates',
      ca: {
        extensions: [
          new x509.BasicConstraintsExtension(true),
          new x509.KeyUsagesExtension(x509.KeyUsageFlags.cRLSign),
        ],
      },
      outcome: 'no chain',
    },
    { what: 'a path length of 0', ca: { extensions: authorityExtensions(0) }, outcome: 'leaf ca root' },
    {
      what: 'client authentication',
      ca: { extensions: [...authorityExtensions(), new x509.ExtendedKeyUsageExtension([clientAuth])] },
      outcome: 'leaf ca root',
    },
    {
      what: 'any usage',
      ca: { extensions: [...authorityExtensions(), new x509.ExtendedKeyUsageExtension(['2.5.29.37.0'])] },
      outcome: 'leaf ca root',
    },
    {
      what: 'mail alone',
      ca: { extensions: [...authorityExtensions(), new x509.ExtendedKeyUsageExtension([emailProtection])] },
      outcome: 'CN=ca may not issue certificates for client authentication',
    },
    {
      what: 'name constraints',
      ca: { extensions: [...authorityExtensions(), extension('2.5.29.30', false, namesUnderExample)] },
      outcome: 'CN=ca is limited in a way that is not understood: 2.5.29.30',
    },
    {
      what: 'critical policy constraints',
      ca: { extensions: [...authorityExtensions(), extension('2.5.29.36', true, explicitPolicy)] },
      outcome: 'CN=ca is limited in a way that is not understood: 2.5.29.36',
    },
    {
      what: 'RSA of 1,024 bits',
      ca: { keyAlgorithm: rsa(1024) },
      outcome: 'CN=ca has an RSA key of 1024 bits',
    },
    {
      what: 'signatures over SHA-1',
      ca: { keyAlgorithm: rsa(2048, 'SHA-1') },
      outcome: 'CN=leaf is signed with an algorithm that is broken',
    },
  ])('an intermediate with $what: $outcome', async ({ ca, outcome }) => {
    const intermediate = await issue('ca', root, ca);
    expect(found(await leafOf(intermediate), [intermediate])).toBe(outcome);
  });

  test('the key usage of an issuer is a rule of its own, whatever OpenSSL makes of it', async () => {
    const usage = new x509.KeyUsagesExtension(x509.KeyUsageFlags.cRLSign);
    const ca = await issue('ca', root, { extensions: [new x509.BasicConstraintsExtension(true), usage] });
    const chain = [await leafOf(ca), ca, root].map(({ certificate }) => readFacts(certificate));
    expect(brokenRule(chain)).toEqual({ position: 1, subject: 'CN=ca', detail: 'may not sign certificates' });
  });

  test.each([
    { pathLength: 0, between: 0, outcome: 'leaf top root' },
    { pathLength: 0, between: 1, outcome: 'CN=top allows 0 authorities below it, and there are 1' },
    { pathLength: 1, between: 1, outcome: 'leaf ca1 top root' },
    { pathLength: 1, between: 2, outcome: 'CN=top allows 1 authorities below it, and there are 2' },
    { pathLength: 2, between: 2, outcome: 'leaf ca2 ca1 top root' },
  ])(
    'a path length of $pathLength with $between below: $outcome',
    async ({ pathLength, between, outcome }) => {
      const sent = [await issue('top', root, { extensions: authorityExtensions(pathLength) })];
      for (let i = 1; i <= between; i++) sent.unshift(await issue(`ca${i}`, sent[0]));
      expect(found(await leafOf(sent[0]), sent)).toBe(outcome);
    },
  );

  test('the path length of the trust anchor counts too', async () => {
    const short = await issue('root', undefined, { extensions: authorityExtensions(0) });
    const ca = await issue('ca', short);
    expect(found(await leafOf(short), [], { anchors: [short] })).toBe('leaf root');
    expect(found(await leafOf(ca), [ca], { anchors: [short] })).toMatch(/root allows 0 authorities/);
  });

  test('an authority that renewed its own key does not count', async () => {
    const top = await issue('top', root, { extensions: authorityExtensions(0) });
    const renewed = await issue('top', top, { extensions: authorityExtensions(0) });
    expect(found(await leafOf(renewed), [renewed, top])).toBe('leaf top top root');
  });

  test('a chain of eight is found, one of nine is not', async () => {
    const sent = [await issue('ca1', root)];
    for (let i = 2; i <= 7; i++) sent.unshift(await issue(`ca${i}`, sent[0]));
    const [seventh, sixth] = sent;
    expect(found(await leafOf(sixth), sent)).toBe('leaf ca6 ca5 ca4 ca3 ca2 ca1 root');
    expect(found(await leafOf(seventh), sent)).toBe('no chain');
  });

  test('where one chain breaks a rule, another is found', async () => {
    const short = reissued(root, root, ({ extensions }) => {
      const pathLengthOf0 = Buffer.from('30060101ff020100', 'hex');
      const constraints = extensions?.find(({ extnID }) => extnID === '2.5.29.19');
      if (constraints) constraints.extnValue = new OctetString(pathLengthOf0);
    });
    const ca = await issue('ca', root);
    const leaf = await leafOf(ca);
    expect(found(leaf, [ca], { anchors: [short] })).toMatch(/root allows 0 authorities/);
    expect(found(leaf, [ca], { anchors: [short, root] })).toBe('leaf ca root');
  });
});

describe('what is remembered', () => {
  let ca: IssuedCertificate;
  let old: IssuedCertificate;
  let leaf: IssuedCertificate;
  beforeAll(async () => {
    ca = await issue('ca', root);
    old = reissued(ca, root, (tbs) => {
      tbs.validity = new Validity({ notBefore: new Date(now - 2 * DAY_MS), notAfter: new Date(now - 1000) });
    });
    leaf = await leafOf(ca);
  });

  /** Whether the chain found goes by `ca`, by `old`, or nowhere. */
  function finder() {
    const chains = trustedChains([root.certificate], []);
    return (...sent: IssuedCertificate[]) => {
      const { chain } = chains.find(presented(leaf, ...sent), readFacts(leaf.certificate), now);
      const by = chain?.[1]?.fingerprint256;
      return [ca, old].find(({ certificate }) => certificate.fingerprint256 === by);
    };
  }

  test('a chain: the leaf alone is enough from then on', () => {
    const find = finder();
    expect(find()).toBeUndefined();
    expect(find(ca)).toBe(ca);
    expect(find()).toBe(ca);
  });

  test('not a chain whose issuer is out of date: of two certificates of one authority the valid one is taken', () => {
    const find = finder();
    expect(find(old)).toBe(old);
    expect(find()).toBeUndefined();
    expect(find(old, ca)).toBe(ca);
    expect(find(old)).toBe(ca);
  });

  test('a chain whose issuer went out of date meanwhile, until a better one is sent', () => {
    const chains = trustedChains([root.certificate], []);
    const facts = readFacts(leaf.certificate);
    const inThePast = now - 2000;
    const issuerAt = (at: number, ...sent: IssuedCertificate[]) =>
      chains.find(presented(leaf, ...sent), facts, at).chain?.[1]?.fingerprint256;
    expect(issuerAt(inThePast, old)).toBe(old.certificate.fingerprint256);
    expect(issuerAt(now)).toBe(old.certificate.fingerprint256);
    expect(issuerAt(now, ca)).toBe(ca.certificate.fingerprint256);
    expect(issuerAt(now)).toBe(ca.certificate.fingerprint256);
  });
});

test('a tangle of certificates that could all have issued each other costs little, and no signature is verified', async () => {
  const withoutKeyIds = (issued: IssuedCertificate, issuer: IssuedCertificate) =>
    reissued(issued, issuer, (tbs) => {
      tbs.extensions = new Extensions(
        (tbs.extensions ?? []).filter(({ extnID }) => !['2.5.29.14', '2.5.29.35'].includes(extnID)),
      );
    });
  const tangle: IssuedCertificate[] = [];
  for (let i = 0; i < 8; i++) {
    const one = await issue('tangle', undefined);
    tangle.push(withoutKeyIds(one, one));
  }
  const [first] = tangle;
  const leaf = withoutKeyIds(await leafOf(first), first ?? root);
  const checkIssued = vi.spyOn(X509Certificate.prototype, 'checkIssued');
  const verify = vi.spyOn(X509Certificate.prototype, 'verify');
  expect(found(leaf, tangle)).toBe('no chain');
  expect(checkIssued.mock.calls.length).toBeGreaterThan(8);
  expect(checkIssued.mock.calls.length).toBeLessThan(500);
  expect(verify).not.toHaveBeenCalled();
  vi.restoreAllMocks();
});
