import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAuthority, type IssuedCertificate } from './support/authority.ts';
import { escapedPem } from './support/forwarded.ts';
import { freePort } from './support/free-port.ts';
import { describeWithNginx, startNginx } from './support/nginx.ts';
import { type RunningProgram, startSource } from './support/running-program.ts';

const run = promisify(execFile);

const DAY_MS = 86_400_000;
const authority = await createAuthority({ commonName: 'Demo CA' });
const stranger = await createAuthority({ commonName: 'Demo CA' });
const client = await authority.issueClient({ commonName: 'partner.example' });
const clients = {
  client,
  other: await authority.issueClient({ commonName: 'other.example' }),
  expired: await authority.issueClient({
    commonName: 'partner.example',
    notBefore: Date.now() - 2 * DAY_MS,
    notAfter: Date.now() - DAY_MS,
  }),
  forged: await stranger.issueClient({
    commonName: 'partner.example',
    serialNumber: client.certificate.serialNumber,
  }),
};
type Name = keyof typeof clients;

const folder = mkdtempSync(join(tmpdir(), 'countersign-nginx-'));
const programs: RunningProgram[] = [];
let app: RunningProgram;
let nginx: string;
let plain: string;
let direct: string;

function write(name: string, { chainPem, keyPem }: IssuedCertificate): void {
  writeFileSync(join(folder, `${name}-chain.pem`), chainPem);
  writeFileSync(join(folder, `${name}-key.pem`), keyPem);
}

async function start(): Promise<void> {
  write('server', await authority.issueServer(['localhost']));
  for (const [name, issued] of Object.entries(clients)) write(name, issued);
  writeFileSync(join(folder, 'ca.pem'), authority.root.pem);

  const [port, tlsPort, nginxPort] = [await freePort(), await freePort(), await freePort()].map(String);
  if (!port || !tlsPort || !nginxPort) throw new Error('three ports are wanted');
  const env = { CERTIFICATES: folder, PORT: port, TLS_PORT: tlsPort };
  app = startSource('examples/behind-nginx/server.ts', [], env);
  programs.push(app);
  await app.printed(/for nginx/);
  await app.printed(/directly/);
  const values = { CERTIFICATES: folder, FOLDER: folder, NGINX_PORT: nginxPort, APP_PORT: port };
  programs.push(await startNginx('examples/behind-nginx/nginx.conf.template', values));
  nginx = `https://localhost:${nginxPort}/accounts`;
  plain = `http://127.0.0.1:${port}/accounts`;
  direct = `https://localhost:${tlsPort}/accounts`;
}

/** What `curl` is answered: the account or the reason, after the status. */
async function curl(url: string, certificate?: Name, ...args: readonly string[]): Promise<string> {
  const own = certificate
    ? ['--cert', join(folder, `${certificate}-chain.pem`), '--key', join(folder, `${certificate}-key.pem`)]
    : [];
  const { stdout } = await run('curl', [
    '--silent',
    '--show-error',
    '--ipv4',
    '--cacert',
    join(folder, 'ca.pem'),
    '--write-out',
    '\n%{http_code}',
    ...own,
    ...args,
    url,
  ]);
  const [body = '', status = ''] = stdout.split(/\n(?=\d+$)/);
  const json = body.startsWith('{') ? (JSON.parse(body) as Record<string, string>) : {};
  return `${status} ${json.account ?? json.reason ?? ''}`.trim();
}

const spoofed = ['--header', `X-SSL-Client-Cert: ${escapedPem(client)}`];

describeWithNginx('behind nginx', () => {
  beforeAll(start);
  afterAll(async () => {
    for (const program of programs) await program.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each<{ certificate?: Name; answer: string }>([
    { certificate: 'client', answer: '200 partner' },
    { certificate: 'other', answer: '401 certificate-not-attached' },
    { certificate: 'forged', answer: '401 certificate-untrusted' },
    { answer: '401' },
  ])('$certificate: $answer, through nginx and directly', async ({ certificate, answer }) => {
    expect(await curl(nginx, certificate)).toBe(answer);
    expect(await curl(direct, certificate)).toBe(answer);
  });

  test('an expired certificate is refused, by nginx or behind it', async () => {
    expect(await curl(direct, 'expired')).toBe('401 certificate-expired');
    expect(await curl(nginx, 'expired')).toMatch(/^(?:400|401 certificate-expired)$/);
  });

  test('TLS 1.2 and 1.3, and several requests over one connection', async () => {
    expect(await curl(nginx, 'client', '--tls-max', '1.2')).toBe('200 partner');
    expect(await curl(nginx, 'client', '--tlsv1.3')).toBe('200 partner');
    const twice = await run('curl', [
      ...['--silent', '--cacert', join(folder, 'ca.pem'), '--write-out', '%{http_code} %{num_connects}\n'],
      ...['--cert', join(folder, 'client-chain.pem'), '--key', join(folder, 'client-key.pem')],
      ...['--ipv4', '--output', '/dev/null', nginx, '--output', '/dev/null', nginx],
    ]);
    expect(twice.stdout).toBe('200 1\n200 0\n');
  });

  test('the header that a client sends through nginx is overwritten', async () => {
    expect(await curl(nginx, undefined, ...spoofed)).toBe('401');
    expect(await curl(nginx, 'other', ...spoofed)).toBe('401 certificate-not-attached');
    expect(await curl(nginx, 'client', '--header', 'X-SSL-Client-Cert: x')).toBe('200 partner');
    expect(await curl(nginx, undefined, ...spoofed, ...spoofed)).toBe('401');
  });

  test('what other proxies call it, and an alias, do not come through nginx', async () => {
    const base64 = client.certificate.raw.toString('base64');
    const others = [`Client-Cert: :${base64}:`, `X-Forwarded-Client-Cert: Cert="${escapedPem(client)}"`];
    for (const header of [...others, `X_SSL_Client_Cert: ${escapedPem(client)}`]) {
      expect(await curl(nginx, undefined, '--header', header)).toBe('401');
      expect(await curl(nginx, 'client', '--header', header)).toBe('200 partner');
    }
  });

  test('the header counts as absent from anyone but nginx, and is reported', async () => {
    expect(await curl(plain, undefined, ...spoofed)).toBe('401');
    expect(app.output()).toContain('x-ssl-client-cert from 127.0.0.1 does not count');
    expect(await curl(direct, undefined, ...spoofed)).toBe('401');
    expect(await curl(direct, 'other', ...spoofed)).toBe('401 certificate-not-attached');
    expect(await curl(direct, 'client', ...spoofed)).toBe('200 partner');
  });

  test("from nginx's own address it counts once", async () => {
    const asNginx = ['--interface', '127.0.0.2', '--header', 'X-Forwarded-Proto: https'];
    expect(await curl(plain, undefined, ...asNginx, ...spoofed)).toBe('200 partner');
    expect(await curl(plain, undefined, ...asNginx, ...spoofed, ...spoofed)).toBe(
      '401 certificate-malformed',
    );
    const alias = ['--header', `X_SSL_Client_Cert: ${escapedPem(client)}`];
    expect(await curl(plain, undefined, ...asNginx, ...spoofed, ...alias)).toBe('401 certificate-malformed');
    expect(await curl(plain, undefined, ...asNginx, ...alias)).toBe('401 certificate-malformed');
  });

  test('without X-Forwarded-Proto from nginx it is not known to have come over TLS', async () => {
    const answer = await curl(plain, undefined, '--interface', '127.0.0.2', ...spoofed);
    expect(answer).toBe('403 insecure-transport');
  });
});
