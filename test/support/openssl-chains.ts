import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type InspectChainOptions, inspectChain } from '@countersign/client-certificate';
import { afterAll } from 'vitest';
import { type OpensslCertificate, type OpensslShape, opensslFolder } from './openssl-folder.ts';

/** When what openssl issues here is in date, unless it is issued otherwise. */
export const clock = () => Date.parse('2026-06-01T00:00:00Z');

export const authority = ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign,cRLSign'];
export const pathLength = (length: number) => [
  `basicConstraints=critical,CA:TRUE,pathlen:${length}`,
  'keyUsage=critical,keyCertSign,cRLSign',
];
export const client = [
  'basicConstraints=critical,CA:FALSE',
  'keyUsage=critical,digitalSignature',
  'extendedKeyUsage=clientAuth',
  'authorityInfoAccess=OCSP;URI:http://ocsp.example/,caIssuers;URI:http://ca.example/ca.cer',
  'crlDistributionPoints=URI:http://crl.example/a.crl,URI:ldap://crl.example/a',
];
/** The client's extensions with the one of this name in its place, or gone. */
export const clientWith = (name: string, ...lines: string[]) => [
  ...client.filter((line) => !line.startsWith(`${name}=`)),
  ...lines,
];
export const expiredIn2025 = { notBefore: '20240101000000Z', notAfter: '20250101000000Z' };
export const validFrom2030 = { notBefore: '20300101000000Z', notAfter: '20310101000000Z' };
export const rsa = (bits: number) => ['-algorithm', 'RSA', '-pkeyopt', `rsa_keygen_bits:${bits}`];
export const curve = (name: string) => ['-algorithm', 'EC', '-pkeyopt', `ec_paramgen_curve:${name}`];

export type Chain = readonly OpensslCertificate[];
export const pemOf = (chain: Chain) => chain.map(({ pem }) => pem).join('');

/** Code and position of every finding. */
export function found(pem: string | Uint8Array, options: InspectChainOptions = {}): string[] {
  const { findings } = inspectChain(pem, { clock, ...options });
  return findings.map(({ code, position }) => (position === undefined ? code : `${code} ${position}`));
}

/** A chain of three that is good, one of two beside it, and more where they are asked for: gone after the tests. */
export function opensslChains() {
  const folder = opensslFolder();
  afterAll(folder.remove);
  let made = 0;
  const issue = (what: string, shape: OpensslShape) => folder.issue(`${what}-${++made}`, shape);
  const issueRoot = (shape: OpensslShape = {}) =>
    issue('root', { subject: '/O=Countersign/CN=Root', extensions: authority, ...shape });
  const issueCa = (issuer: OpensslCertificate, shape: OpensslShape = {}) =>
    issue('ca', { issuer, extensions: authority, ...shape });
  const issueLeaf = (issuer?: OpensslCertificate, shape: OpensslShape = {}) =>
    issue('leaf', {
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
  return {
    run: folder.run,
    fileOf: (name: string) => join(folder.path, name),
    readIn: (name: string) => readFileSync(join(folder.path, name)),
    issue,
    issueRoot,
    issueCa,
    issueLeaf,
    root,
    ca,
    leaf,
    otherRoot,
    otherLeaf,
  };
}
