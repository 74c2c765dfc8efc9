import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { basicOf, call } from './support/call.ts';
import { blocksOf } from './support/document.ts';
import { type RunningProgram, startSource } from './support/running-program.ts';

const folder = mkdtempSync(join(tmpdir(), 'countersign-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let program: RunningProgram | undefined;
afterEach(async () => {
  await program?.stop();
});

function sandbox(args: readonly string[], env: NodeJS.ProcessEnv = {}): RunningProgram {
  program = startSource(
    'packages/cli/src/main.ts',
    ['sandbox', '--port', '0', '--tls-port', '0', ...args],
    env,
  );
  return program;
}

function fileOf(text: string): string {
  const file = join(folder, 'accounts.json');
  writeFileSync(file, text);
  return file;
}

describe('countersign sandbox --config', () => {
  test('replaces the demo accounts by those of the README', async () => {
    const [config = ''] = blocksOf('README.md', 'json');
    const [, url] = await sandbox(['--config', fileOf(config)]).printed(/sandbox on (http:\S+)/);
    const status = async (path: string, id: string, secret: string) =>
      (await call(`${url}${path}`, { headers: { authorization: basicOf(id, secret) } })).status;

    expect(await status('/v1/methods', '12345', 'a key of yours')).toBe(200);
    expect(await status('/api/users/me', 'me@example.com', '…')).toBe(200);
    expect(await status('/v1/methods', '30201', 'hJ5RobYx9r7FfNwCvHY9LXHqqr+FEzrc7aJvQQk4Gaz1mg7Ryy')).toBe(
      401,
    );
    expect(program?.output()).toContain("'12345:a key of yours'");
    expect(program?.output()).not.toContain('30201');
  });

  test('a provider that it leaves out has no accounts, and no curl line', async () => {
    const config = '{"accounts":{"pledg":[{"id":"k","secrets":["s"]}]}}';
    const running = sandbox(['--config', fileOf(config)]);
    await running.printed(/Pledg:\n.*\n/);
    expect(running.output().match(/^ *curl /gm)).toHaveLength(1);
  });

  test('a file that cannot be used is one line and exit code 1', async () => {
    const file = fileOf('{"accounts":{"acme":[]}}');
    const running = sandbox(['--config', file]);
    expect(await running.ended()).toEqual({ code: 1, signal: null });
    expect(running.output()).toMatch(
      /^countersign sandbox: .*accounts\.json: accounts\.acme is not known.*\n$/,
    );
  });
});

describe('a port', () => {
  test.each([
    { args: ['--port', '65536'] },
    { args: ['--tls-port', '1e3'] },
    { env: { PORT: '4010x' } },
    { env: { TLS_PORT: '-1' } },
  ])('that is none is refused: %o', async ({ args = [], env = {} }) => {
    const running = sandbox(args, env);
    expect(await running.ended()).toEqual({ code: 1, signal: null });
    expect(running.output()).toContain('a number from 0 to 65535');
  });

  test('of the environment counts where no option says otherwise, and an empty one is none', async () => {
    program = startSource('packages/cli/src/main.ts', ['sandbox', '--port', '0'], {
      PORT: '',
      TLS_PORT: '0',
    });
    await program.printed(/sandbox on http:\/\/127\.0\.0\.1:\d+ and https:/);
  });
});
