import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A certificate that `openssl ca` issued: its files are in the folder, under its name. */
export interface OpensslCertificate {
  readonly name: string;
  readonly pem: string;
}

export interface OpensslShape {
  /** As `openssl req -subj` takes it. Default `/O=Countersign/CN=` and the name. */
  readonly subject?: string;
  /** Absent: signed by its own key. */
  readonly issuer?: OpensslCertificate;
  /** Lines of an extension file. */
  readonly extensions?: readonly string[];
  /** Arguments of `openssl genpkey`. Default: a P-256 key. */
  readonly key?: readonly string[];
  /** Takes the key of this one, in place of a new one. */
  readonly keyOf?: OpensslCertificate;
  /** Default `sha256`. */
  readonly digest?: string;
  /** Arguments of `openssl ca`, such as `-sigopt`. */
  readonly signing?: readonly string[];
  /** Such as `20260101000000Z`. */
  readonly notBefore?: string;
  /** Such as `20270101000000Z`. */
  readonly notAfter?: string;
}

export interface OpensslFolder {
  readonly path: string;
  /** Runs openssl here, and gives what it printed. */
  run(...args: readonly string[]): Buffer;
  issue(name: string, shape: OpensslShape): OpensslCertificate;
  remove(): void;
}

const P256 = ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'];

const config = `
[ca]
default_ca = any
[any]
database = index.txt
new_certs_dir = .
rand_serial = yes
unique_subject = no
policy = anything
email_in_dn = yes
default_md = sha256
[anything]
[req]
distinguished_name = none
[none]
`;

/** Certificates made by the real openssl, in a folder of their own. */
export function opensslFolder(): OpensslFolder {
  const path = mkdtempSync(join(tmpdir(), 'countersign-openssl-'));
  const fileOf = (name: string) => join(path, name);
  const run = (...args: readonly string[]) =>
    execFileSync('openssl', args, { cwd: path, stdio: ['ignore', 'pipe', 'pipe'] });
  writeFileSync(fileOf('ca.cnf'), config);
  writeFileSync(fileOf('index.txt'), '');

  return {
    path,
    run,
    issue(name, { subject = `/O=Countersign/CN=${name}`, issuer, extensions = [], ...shape }) {
      const { key = P256, keyOf, digest = 'sha256', signing = [] } = shape;
      const { notBefore = '20260101000000Z', notAfter = '20270101000000Z' } = shape;
      if (keyOf) copyFileSync(fileOf(`${keyOf.name}.key`), fileOf(`${name}.key`));
      else run('genpkey', ...key, '-out', `${name}.key`);
      const request = ['-new', '-config', 'ca.cnf', '-utf8', '-subj', subject, '-key', `${name}.key`];
      run('req', ...request, '-out', `${name}.csr`);
      writeFileSync(fileOf(`${name}.ext`), `${extensions.join('\n')}\n`);
      const signer = issuer
        ? ['-cert', `${issuer.name}.pem`, '-keyfile', `${issuer.name}.key`]
        : ['-selfsign', '-keyfile', `${name}.key`];
      const as = ['-batch', '-preserveDN', '-notext', '-md', digest, ...signing];
      const dates = ['-startdate', notBefore, '-enddate', notAfter];
      const files = ['-in', `${name}.csr`, '-out', `${name}.pem`, '-extfile', `${name}.ext`];
      run('ca', '-config', 'ca.cnf', ...as, ...signer, ...dates, ...files);
      return { name, pem: readFileSync(fileOf(`${name}.pem`), 'utf8') };
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}
