import { beforeAll, describe, expect, test } from 'vitest';
import {
  type Authority,
  CN,
  createAuthority,
  type IssuedCertificate,
  nameOf,
  reissued,
  x509,
} from '../../../test/support/authority.ts';
import { readFacts } from './certificate-facts.ts';

let authority: Authority;
let leaf: IssuedCertificate;

beforeAll(async () => {
  authority = await createAuthority({ commonName: 'Test CA' });
  leaf = await authority.issueClient({ commonName: 'leaf' });
});

describe('a certificate that would take long to read is not read', () => {
  test.each(['subject', 'issuer'] as const)('hundreds of attributes in its %s', (field) => {
    const names = nameOf(...Array.from({ length: 200 }, () => [[CN, { printableString: 'a' }]] as const));
    const { certificate } = reissued(leaf, authority.intermediate, (tbs) => {
      tbs[field] = names;
    });
    expect(certificate.raw.length).toBeLessThan(4096);
    expect(() => readFacts(certificate)).toThrow('not a certificate');
  });

  test('an extension of thousands of bytes, of those that are read', async () => {
    const issue = (usages: number) =>
      authority.issueClient({
        commonName: 'leaf',
        usages: [
          x509.ExtendedKeyUsage.clientAuth,
          ...Array.from({ length: usages }, (_, i) => `1.3.6.1.4.1.99999.${i + 1}`),
        ],
      });
    const few = await issue(100);
    expect(readFacts(few.certificate).extendedKeyUsages).toHaveLength(101);
    const many = await issue(400);
    expect(() => readFacts(many.certificate)).toThrow('an extension is too large');
  });

  test('250 alternative names are no more than authorities issue', async () => {
    const names = Array.from({ length: 250 }, (_, i) => ({
      type: 'dns' as const,
      value: `host-${i}.partner.example`,
    }));
    const extensions = [new x509.SubjectAlternativeNameExtension(names)];
    const { certificate } = await authority.issueClient({ commonName: 'leaf', extensions });
    expect(readFacts(certificate).subject.text).toContain('CN=leaf');
  });
});
