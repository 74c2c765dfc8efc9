import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './free-port.ts';
import { type RunningProgram, startProgram } from './running-program.ts';

const run = promisify(execFile);

/** A certificate that `openssl ca` issued. */
export interface OpensslCertificate {
  readonly name: string;
  readonly certificate: X509Certificate;
  readonly pem: string;
  readonly chainPem: string;
  readonly keyPem: string;
}

export interface OpensslAuthority {
  readonly ca: OpensslCertificate;
  readonly ocspUrl: string;
  /** @param extensions a section of the configuration: `client` or `responder` */
  issue(name: string, extensions?: string, keyArgs?: readonly string[]): Promise<OpensslCertificate>;
  revoke(certificate: OpensslCertificate): Promise<void>;
  /** Takes a certificate out of the index, as if it had never been issued. */
  forget(certificate: OpensslCertificate): void;
  /** Starts `openssl ocsp` as the responder, in place of the one before. */
  respond(signer: OpensslCertificate, args?: readonly string[]): Promise<void>;
  /** DER of the current list. */
  crl(days?: number): Promise<Buffer>;
  stop(): Promise<void>;
  close(): Promise<void>;
}

const config = (url: string, crlUrl: string) => `
[ca]
default_ca = test
[test]
new_certs_dir = .
database = index.txt
serial = serial
crlnumber = crlnumber
default_md = sha256
default_days = 30
default_crl_days = 1
policy = policy
unique_subject = no
[policy]
commonName = supplied
[root]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
[client]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = clientAuth
authorityInfoAccess = OCSP;URI:${url}
crlDistributionPoints = URI:${crlUrl}
[responder]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = OCSPSigning
[req]
distinguished_name = name
[name]
`;

/** An authority as its operator would run one: openssl, an index and a responder, in a folder of its own. */
export async function opensslAuthority(crlUrl = 'http://127.0.0.1:9/crl'): Promise<OpensslAuthority> {
  const cwd = mkdtempSync(join(tmpdir(), 'countersign-ocsp-'));
  const port = await freePort();
  const ocspUrl = `http://127.0.0.1:${port}`;
  const at = (file: string) => join(cwd, file);
  const openssl = (...args: string[]) => run('openssl', args, { cwd });
  writeFileSync(at('ca.cnf'), config(ocspUrl, crlUrl));
  writeFileSync(at('index.txt'), '');
  writeFileSync(at('serial'), '7a00000000000001\n');
  writeFileSync(at('crlnumber'), '01\n');
  const ecKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];
  const subject = (name: string) => ['-subj', `/CN=${name}`, '-config', 'ca.cnf'];
  const keep = ['-keyout', 'ca.key', '-out', 'ca.pem', '-days', '30', '-extensions', 'root'];
  await openssl('req', '-x509', '-nodes', ...ecKey, ...keep, ...subject('Openssl CA'));
  const ca = read('ca', '');
  let responder: RunningProgram | undefined;

  function read(name: string, issuerPem: string): OpensslCertificate {
    const certificate = new X509Certificate(readFileSync(at(`${name}.pem`)));
    const pem = certificate.toString();
    return {
      name,
      certificate,
      pem,
      chainPem: pem + issuerPem,
      keyPem: readFileSync(at(`${name}.key`), 'utf8'),
    };
  }

  async function stop() {
    await responder?.stop('SIGKILL');
    responder = undefined;
  }

  const ca_ = ['ca', '-config', 'ca.cnf', '-batch', '-cert', 'ca.pem', '-keyfile', 'ca.key'];
  return {
    ca,
    ocspUrl,
    async issue(name, extensions = 'client', keyArgs = ecKey) {
      const files = ['-keyout', `${name}.key`, '-out', `${name}.csr`];
      await openssl('req', '-new', '-nodes', ...keyArgs, ...files, ...subject(name));
      await openssl(
        ...ca_,
        '-notext',
        '-in',
        `${name}.csr`,
        '-out',
        `${name}.pem`,
        '-extensions',
        extensions,
      );
      return read(name, ca.pem);
    },
    async revoke({ name }) {
      await openssl(...ca_, '-revoke', `${name}.pem`);
    },
    forget({ certificate }) {
      const lines = readFileSync(at('index.txt'), 'utf8').split('\n');
      const others = lines.filter((line) => !line.includes(`\t${certificate.serialNumber}\t`));
      writeFileSync(at('index.txt'), others.join('\n'));
    },
    async respond(signer, args = ['-ndays', '1']) {
      await stop();
      const index = ['-index', 'index.txt', '-CA', 'ca.pem', '-port', String(port)];
      const by = ['-rsigner', `${signer.name}.pem`, '-rkey', `${signer.name}.key`];
      responder = startProgram('openssl', ['ocsp', ...index, ...by, ...args], { cwd });
      await responder.printed(/waiting for OCSP client connections/);
    },
    async crl(days = 1) {
      await openssl(...ca_, '-gencrl', '-crldays', String(days), '-out', 'crl.pem');
      await openssl('crl', '-in', 'crl.pem', '-outform', 'der', '-out', 'crl.der');
      return readFileSync(at('crl.der'));
    },
    stop,
    async close() {
      await stop();
      rmSync(cwd, { recursive: true, force: true });
    },
  };
}
