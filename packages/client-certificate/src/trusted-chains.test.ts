import { X509Certificate } from 'node:crypto';
import { Extensions, Validity } from '@peculiar/asn1-x509';
import { describe, expect, test, vi } from 'vitest';
import { type IssuedCertificate, presented, reissued } from '../../../test/support/authority.ts';
import {
  chainFrom,
  DAY_MS,
  issueAuthority,
  issueLeaf,
  NOW,
  type Trust,
} from '../../../test/support/issued-chain.ts';
import { readFacts } from './certificate-facts.ts';
import { trustedChains } from './trusted-chains.ts';

const root = await issueAuthority('root');
const one = await issueAuthority('one', root);
const two = await issueAuthority('two', one);
const leaf = await issueLeaf(two);
const ofOne = await issueLeaf(one);
const ofRoot = await issueLeaf(root);
const stranger = await issueAuthority('root');
const sixStrangers = Array.from({ length: 6 }, () => stranger);
const whole = 'leaf two one root';

interface Case extends Partial<Trust> {
  readonly what: string;
  readonly sent: readonly IssuedCertificate[];
  readonly chain: string;
}

describe('chains', () => {
  test.each<Case>([
    { what: 'sent without the root', sent: [two, one], chain: whole },
    { what: 'sent with the root', sent: [two, one, root], chain: whole },
    { what: 'sent in another order', sent: [root, one, two], chain: whole },
    { what: 'sent with others between', sent: [stranger, one, leaf, two, two], chain: whole },
    { what: 'with one missing', sent: [two], chain: 'no chain' },
    { what: 'with the leaf alone', sent: [], chain: 'no chain' },
    { what: 'completed from the configuration', sent: [two], intermediates: [one], chain: whole },
    { what: 'configured whole', sent: [], intermediates: [one, two], chain: whole },
    { what: 'up to an intermediate that is trusted', sent: [two], anchors: [one], chain: 'leaf two one' },
    { what: 'to another root of the same name', sent: [two, one], anchors: [stranger], chain: 'no chain' },
    { what: 'with its own root sent along', sent: [two, one, root], anchors: [stranger], chain: 'no chain' },
    {
      what: 'to one of two roots of the same name',
      sent: [two, one],
      anchors: [stranger, root],
      chain: whole,
    },
    { what: 'in the last places looked at', sent: [...sixStrangers, two, one], chain: whole },
    { what: 'one place further', sent: [stranger, ...sixStrangers, two, one], chain: 'no chain' },
  ])('$what: $chain', ({ sent, anchors = [root], intermediates = [], chain }) => {
    expect(chainFrom(leaf, sent, { anchors, intermediates })).toBe(chain);
  });

  test('a leaf of the root itself', () => {
    expect(chainFrom(ofRoot, [], { anchors: [root] })).toBe('leaf root');
  });

  test('a self-signed leaf', async () => {
    expect(chainFrom(await issueLeaf(), [], { anchors: [root] })).toBe('no chain');
  });

  test('a chain of eight is found, one of nine is not', async () => {
    const sent = [one];
    for (let i = 2; i <= 7; i++) sent.unshift(await issueAuthority(`ca${i}`, sent[0]));
    const [seventh, sixth] = sent;
    const trust = { anchors: [root] };
    expect(chainFrom(await issueLeaf(sixth), sent, trust)).toBe('leaf ca6 ca5 ca4 ca3 ca2 one root');
    expect(chainFrom(await issueLeaf(seventh), sent, trust)).toBe('no chain');
  });

  test.each([
    {
      what: 'a leaf that its issuer did not sign',
      leaf: reissued(leaf, stranger, () => {}),
      sent: [two, one],
    },
    { what: 'a leaf that the root did not sign', leaf: reissued(ofRoot, stranger, () => {}), sent: [] },
    {
      what: 'an intermediate that the root did not sign',
      leaf,
      sent: [two, reissued(one, stranger, () => {})],
    },
    { what: 'a leaf that was changed after it was signed', leaf: tampered(leaf), sent: [two, one] },
  ])('$what: no chain', ({ leaf, sent }) => {
    expect(chainFrom(leaf, sent, { anchors: [root] })).toBe('no chain');
  });
});

/** One letter of the common name changed. */
function tampered(issued: IssuedCertificate): IssuedCertificate {
  const der = Buffer.from(issued.certificate.raw);
  der.write('lead', der.lastIndexOf('leaf'));
  return { ...issued, certificate: new X509Certificate(der) };
}

describe('what is remembered', () => {
  const old = reissued(one, root, (tbs) => {
    tbs.validity = new Validity({ notBefore: new Date(NOW - 2 * DAY_MS), notAfter: new Date(NOW - 1000) });
  });

  /** Whether the chain found goes by `one`, by `old`, or nowhere. */
  function finder() {
    const chains = trustedChains([root.certificate], []);
    return (...sent: IssuedCertificate[]) => {
      const { chain } = chains.find(presented(ofOne, ...sent), readFacts(ofOne.certificate), NOW);
      const by = chain?.[1]?.fingerprint256;
      return [one, old].find(({ certificate }) => certificate.fingerprint256 === by);
    };
  }

  test('a chain: the leaf alone is enough from then on', () => {
    const find = finder();
    expect(find()).toBeUndefined();
    expect(find(one)).toBe(one);
    expect(find()).toBe(one);
  });

  test('not a chain whose issuer is out of date: of two certificates of one authority the valid one is taken', () => {
    const find = finder();
    expect(find(old)).toBe(old);
    expect(find()).toBeUndefined();
    expect(find(old, one)).toBe(one);
    expect(find(old)).toBe(one);
  });

  test('a chain whose issuer went out of date meanwhile, until a better one is sent', () => {
    const chains = trustedChains([root.certificate], []);
    const facts = readFacts(ofOne.certificate);
    const inThePast = NOW - 2000;
    const issuerAt = (at: number, ...sent: IssuedCertificate[]) =>
      chains.find(presented(ofOne, ...sent), facts, at).chain?.[1]?.fingerprint256;
    expect(issuerAt(inThePast, old)).toBe(old.certificate.fingerprint256);
    expect(issuerAt(NOW)).toBe(old.certificate.fingerprint256);
    expect(issuerAt(NOW, one)).toBe(one.certificate.fingerprint256);
    expect(issuerAt(NOW)).toBe(one.certificate.fingerprint256);
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
    const one = await issueAuthority('tangle');
    tangle.push(withoutKeyIds(one, one));
  }
  const [first] = tangle;
  const leaf = withoutKeyIds(await issueLeaf(first), first ?? root);
  const checkIssued = vi.spyOn(X509Certificate.prototype, 'checkIssued');
  const verify = vi.spyOn(X509Certificate.prototype, 'verify');
  expect(chainFrom(leaf, tangle, { anchors: [root] })).toBe('no chain');
  expect(checkIssued.mock.calls.length).toBeGreaterThan(8);
  expect(checkIssued.mock.calls.length).toBeLessThan(500);
  expect(verify).not.toHaveBeenCalled();
  vi.restoreAllMocks();
});
