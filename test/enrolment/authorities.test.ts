import { connectpay } from '@countersign/providers';
import { describe, expect, test } from 'vitest';
import {
  type Chain,
  clock,
  expiredIn2025,
  found,
  opensslChains,
  pathLength,
  pemOf,
} from '../support/openssl-chains.ts';

const { issueRoot, issueCa, issueLeaf, root, ca, leaf, otherRoot } = opensslChains();

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
    { what: 'the same root, renewed', anchors: [issueRoot({ keyOf: root })], findings: [] },
    {
      what: 'the same root, of which the one that is trusted expired',
      anchors: [issueRoot({ keyOf: root, ...expiredIn2025 })],
      findings: ['untrusted-root 2'],
    },
    {
      what: 'the same root, of which the one that is trusted allows no authority below it',
      anchors: [issueRoot({ keyOf: root, extensions: pathLength(0) })],
      findings: ['untrusted-root 2'],
    },
  ])('$what: $findings', ({ anchors, findings }) => {
    expect(found(pemOf([leaf, ca, root]), { trustAnchors: pemOf(anchors) })).toEqual(findings);
  });

  test('a root that is missing is still missing where it is trusted', () => {
    expect(found(pemOf([leaf, ca]), { trustAnchors: root.pem })).toEqual(['root-missing 1']);
    expect(found(pemOf([leaf]), { trustAnchors: root.pem })).toContain('untrusted-root 0');
  });
});
