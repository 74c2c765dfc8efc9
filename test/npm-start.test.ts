import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { call } from './support/call.ts';
import { freePort } from './support/free-port.ts';
import { type RunningProgram, startProgram, startSource } from './support/running-program.ts';

const shell = promisify(execFile);

let program: RunningProgram | undefined;
afterEach(async () => {
  await program?.stop();
});

test('npm start prints a curl line per provider that works as printed, and again', async () => {
  const [PORT, TLS_PORT] = [String(await freePort()), String(await freePort())];
  program = startProgram('npm', ['start'], { env: { PORT, TLS_PORT } });
  await program.printed(/Placetopay, SOAP:\n.*\n/);
  expect((await call(`http://127.0.0.1:${PORT}/healthz`)).status).toBe(200);

  const lines = program.output().match(/^ *curl .*$/gm) ?? [];
  expect(lines).toHaveLength(9);
  for (const line of [...lines, ...lines]) {
    const { stdout } = await shell('sh', ['-c', `${line} -w '\\n%{http_code}'`]);
    expect(stdout.split('\n').at(-1), line).toBe('200');
  }

  const folder = /Demo certificates in (.*)/.exec(program.output())?.[1] ?? '';
  expect(existsSync(`${folder}/ca.pem`)).toBe(true);
});

test.each(['SIGINT', 'SIGTERM'] as const)(
  'the sandbox stops cleanly on %s, with a connection open',
  async (signal) => {
    const sandbox = startSource('packages/cli/src/main.ts', ['sandbox', '--port', '0', '--tls-port', '0']);
    program = sandbox;
    const [, url] = await sandbox.printed(/sandbox on (http:\S+)/);
    const [, folder = ''] = await sandbox.printed(/Demo certificates in (.*)/);
    await call(`${url}/healthz`);
    expect(await sandbox.stop(signal)).toEqual({ code: 0, signal: null });
    expect(existsSync(folder)).toBe(false);
  },
);

test('what cannot be started is one line and exit code 1', async () => {
  const taken = await freePort();
  program = startSource('packages/cli/src/main.ts', ['sandbox', '--port', String(taken), '--tls-port', '0']);
  await program.printed(/sandbox on/);
  const second = startSource('packages/cli/src/main.ts', [
    'sandbox',
    '--port',
    String(taken),
    '--tls-port',
    '0',
  ]);
  await second.printed(/EADDRINUSE.*\n/);
  expect(await second.ended()).toEqual({ code: 1, signal: null });
});
