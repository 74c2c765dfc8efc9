import { inspectChain } from '@countersign/client-certificate';
import { describe, expect, test } from 'vitest';
import { authority, type Chain, clock, found, opensslChains, pemOf } from '../support/openssl-chains.ts';

const { run, issue, issueLeaf, root, ca, leaf, otherRoot, otherLeaf } = opensslChains();

describe('which certificates there are, and where', () => {
  const selfSigned = issueLeaf(undefined, { subject: '/CN=self.example' });
  const crossSigned = issue('cross-signed', {
    keyOf: root,
    subject: '/O=Countersign/CN=Root',
    issuer: otherRoot,
    extensions: authority,
    notBefore: '20260102000000Z',
  });

  const namesake = issueLeaf(ca, { subject: `/O=Countersign/CN=${ca.name}` });

  test.each<{ what: string; chain: Chain; findings: string[] }>([
    { what: 'a leaf of the same name as its issuer', chain: [namesake, ca, root], findings: [] },
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
