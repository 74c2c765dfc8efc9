import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { Agent } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { type Sandbox, type SandboxOptions, startSandbox } from '@countersign/sandbox';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { basicOf, call } from '../support/call.ts';
import { freePort } from '../support/free-port.ts';
import { startSource } from '../support/running-program.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const methods = '/v1/methods';

function demoSite({ accounts }: Sandbox): string {
  const { id, secrets: [secret] = [] } = accounts.smart2pay[0] ?? { id: '' };
  return basicOf(id, String(secret));
}

const refused = (url: string) =>
  expect(call(`${url}${methods}`, { agent: false })).rejects.toThrow(/ECONNREFUSED/);

describe.each([
  { kind: 'without TLS', options: { tlsPort: false } },
  { kind: 'with TLS', options: {} },
] satisfies { kind: string; options: SandboxOptions }[])('sandboxes $kind', ({ options }) => {
  test('run side by side, five of them, and know nothing of one another', async () => {
    const sandboxes = await Promise.all(Array.from({ length: 5 }, () => startSandbox(options)));
    onTestFinished(async () => {
      await Promise.all(sandboxes.map((sandbox) => sandbox.close()));
    });
    expect(new Set(sandboxes.flatMap(({ url, tlsUrl }) => [url, tlsUrl])).size).toBe(
      options.tlsPort === false ? 6 : 10,
    );
    const [first, ...others] = sandboxes as [Sandbox, ...Sandbox[]];

    first.clock.offsetSeconds = 1000;
    const changed = await call(`${first.url}/_sandbox/accounts/smart2pay/30201`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: '{"status":"inactive"}',
    });
    expect(changed.status).toBe(200);

    const statusOf = async (sandbox: Sandbox) => {
      const { tlsUrl, url, certificates } = sandbox;
      const trusted = certificates && { ca: certificates.ca };
      const headers = { authorization: demoSite(sandbox) };
      return (await call(`${tlsUrl ?? url}${methods}`, { ...trusted, headers })).status;
    };
    expect(await Promise.all(sandboxes.map(statusOf))).toEqual([403, 200, 200, 200, 200]);
    expect(others.map(({ clock }) => clock.offsetSeconds)).toEqual([0, 0, 0, 0]);
    expect(sandboxes.map(({ requests }) => requests().map(({ status }) => status))).toEqual([
      [403],
      [200],
      [200],
      [200],
      [200],
    ]);
    const folders = sandboxes.flatMap(({ certificates }) => certificates?.folder ?? []);
    expect(new Set(folders).size).toBe(options.tlsPort === false ? 0 : 5);

    await first.close();
    await refused(first.url);
    expect(await Promise.all(others.map(statusOf))).toEqual([200, 200, 200, 200]);
  });

  test('close, with connections kept alive and requests under way, again and at once', async () => {
    const sandbox = await startSandbox(options);
    const agent = new Agent({ keepAlive: true });
    onTestFinished(() => agent.destroy());
    await call(`${sandbox.url}/healthz`, { agent });
    // A request whose body never comes to its end.
    const socket = connect(Number(new URL(sandbox.url).port), '127.0.0.1');
    socket.write(
      'POST /api/session HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{',
    );
    await once(socket, 'connect');
    const ended = new Promise((resolve) => socket.on('error', () => {}).on('close', resolve));

    let closed = false;
    void sandbox.close().then(() => {
      closed = true;
    });
    await sandbox.close();
    expect(closed).toBe(true);
    await sandbox.close();
    await ended;
    await refused(sandbox.url);
    if (sandbox.certificates) expect(existsSync(sandbox.certificates.folder)).toBe(false);
  });

  test('end where the block ends that uses them', async () => {
    let url = '';
    {
      await using sandbox = await startSandbox(options);
      url = sandbox.url;
      expect((await call(`${url}/healthz`)).status).toBe(200);
    }
    await refused(url);
  });
});

test.each([
  { what: 'HTTP', options: (taken: number, free: number) => ({ port: taken, tlsPort: free }) },
  { what: 'TLS', options: (taken: number, free: number) => ({ port: free, tlsPort: taken }) },
])('a sandbox whose $what port is taken leaves the other port free and no file', async ({ options }) => {
  await using running = await startSandbox({ tlsPort: false });
  const free = await freePort();
  const temporary = temporaryFolder();
  vi.stubEnv('TMPDIR', temporary);
  onTestFinished(() => void vi.unstubAllEnvs());
  // By name: an address that has to be looked up is listened on later.
  const wanted = { ...options(Number(new URL(running.url).port), free), host: 'localhost' };
  await expect(startSandbox(wanted)).rejects.toThrow(/EADDRINUSE/);
  expect(readdirSync(temporary)).toEqual([]);
  await using again = await startSandbox({ port: free, tlsPort: false, host: 'localhost' });
  expect((await call(`${again.url}/healthz`)).status).toBe(200);
});

test.each<{ options: SandboxOptions; says: string }>([
  { options: { port: -1 }, says: 'port must be' },
  { options: { port: 65_536 }, says: 'port must be' },
  { options: { tlsPort: Number.NaN }, says: 'tlsPort must be' },
  { options: { clockOffsetSeconds: Number.POSITIVE_INFINITY }, says: 'clockOffsetSeconds must be' },
  { options: { providers: ['acme' as 'pledg'] }, says: 'providers must be' },
  { options: { trustAnchors: ['not PEM'] }, says: 'trustAnchors must be' },
])('an option that cannot be so is named: $says', async ({ options, says }) => {
  await expect(startSandbox(options)).rejects.toThrow(TypeError);
  await expect(startSandbox(options)).rejects.toThrow(says);
});

test('the clock begins where it is told to', async () => {
  await using sandbox = await startSandbox({ tlsPort: false, clockOffsetSeconds: -86_400 });
  expect(sandbox.clock.offsetSeconds).toBe(-86_400);
  await call(`${sandbox.url}${methods}`);
  const [{ at = '' } = {}] = sandbox.requests();
  expect(Date.now() - Date.parse(at)).toBeGreaterThan(86_000_000);
});

test.each(['false', '0'])(
  'a process that used and closed one ends by itself (tlsPort: %s)',
  async (tlsPort) => {
    const program = startSource('test/support/sandbox-user.ts', [tlsPort], { TMPDIR: temporaryFolder() });
    onTestFinished(async () => void (await program.stop()));
    expect({ ...(await program.ended()), said: program.output() }).toEqual({
      code: 0,
      signal: null,
      said: 'closed\n',
    });
  },
);

test('a group of accounts that is left out has none', async () => {
  const accounts = { smart2pay: [{ id: '1', secrets: ['one'] }] };
  await using sandbox = await startSandbox({ tlsPort: false, accounts });
  expect(sandbox.accounts).toEqual({
    ...accounts,
    connectpay: [],
    pledg: [],
    pledgDashboard: [],
    pledgMerchants: [],
    placetopay: [],
  });
});

test('a process ends by itself whose sandbox has nowhere to write certificates to', async () => {
  const program = startSource('packages/cli/src/main.ts', ['sandbox', '--port', '0', '--tls-port', '0'], {
    TMPDIR: join(temporaryFolder(), 'nowhere'),
  });
  onTestFinished(async () => void (await program.stop()));
  expect(await program.ended()).toEqual({ code: 1, signal: null });
  expect(program.output()).toMatch(/^countersign sandbox: ENOENT.*\n$/);
});
