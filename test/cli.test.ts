import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exampleConfig } from '@countersign/sandbox';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { basicOf, call, post } from './support/call.ts';
import { blocksOf } from './support/document.ts';
import { freePort } from './support/free-port.ts';
import { placetopayAuth } from './support/placetopay-auth.ts';
import { type RunningProgram, startSource } from './support/running-program.ts';

const folder = mkdtempSync(join(tmpdir(), 'countersign-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let program: RunningProgram | undefined;
afterEach(async () => {
  await program?.stop();
});

function countersign(args: readonly string[], env: NodeJS.ProcessEnv = {}): RunningProgram {
  program = startSource('packages/cli/src/main.ts', args, env);
  return program;
}

function sandbox(args: readonly string[], env: NodeJS.ProcessEnv = {}): RunningProgram {
  return countersign(['sandbox', '--port', '0', '--tls-port', '0', ...args], env);
}

function fileOf(text: string, name = 'sandbox.yaml'): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

const demoSite = { id: '30201', secret: 'hJ5RobYx9r7FfNwCvHY9LXHqqr+FEzrc7aJvQQk4Gaz1mg7Ryy' };

async function statusOf(url: string | undefined, path: string, id: string, secret: string): Promise<number> {
  return (await call(`${url}${path}`, { headers: { authorization: basicOf(id, secret) } })).status;
}

describe('countersign sandbox --config', () => {
  test('replaces the demo accounts by those of the README', async () => {
    const [config = ''] = blocksOf('README.md', 'yaml');
    const [, url] = await sandbox(['--config', fileOf(config)]).printed(/sandbox on (http:\S+)/);

    expect(await statusOf(url, '/v1/methods', '12345', 'a key of yours')).toBe(200);
    expect(await statusOf(url, '/api/users/me', 'me@example.com', 'a password of yours')).toBe(200);
    expect(await statusOf(url, '/v1/methods', demoSite.id, demoSite.secret)).toBe(401);
    expect(program?.output()).toContain("'12345:a key of yours'");
    expect(program?.output()).not.toContain('30201');
  });

  test('a provider that it leaves out has no accounts, and no curl line', async () => {
    const config = '{"accounts":{"pledg":[{"id":"k","secrets":["s"]}]}}';
    const running = sandbox(['--config', fileOf(config, 'sandbox.json')]);
    await running.printed(/Pledg:\n.*\n/);
    expect(running.output().match(/^ *curl /gm)).toHaveLength(1);
  });

  test('a file that cannot be used is told line by line, with exit code 2', async () => {
    const file = fileOf('accounts:\n  acme: []\nprot: 1\n');
    const running = sandbox(['--config', file]);
    expect(await running.ended()).toEqual({ code: 2, signal: null });
    expect(running.output().split('\n')).toEqual([
      expect.stringContaining(`${file}:2:3 accounts.acme: is not known`),
      expect.stringContaining(`${file}:3:1 prot: is not known`),
      '',
    ]);
  });

  test.each([
    {
      what: 'that is not there',
      args: ['--config', join(folder, 'nowhere.yaml')],
      says: 'nowhere.yaml: cannot be read: ENOENT',
    },
    {
      what: 'with an authority that is none',
      args: ['--config', fileOf('trustAnchors: [none.pem]', 'none.yaml')],
      says: 'none.yaml:1:16 trustAnchors[0]',
    },
  ])('a file $what is one line and exit code 2', async ({ args, says }) => {
    const running = sandbox(args);
    expect(await running.ended()).toEqual({ code: 2, signal: null });
    expect(running.output()).toContain(says);
    expect(running.output().trim().split('\n')).toHaveLength(1);
  });
});

describe('what comes before what', () => {
  const portOf = async (args: readonly string[], env: NodeJS.ProcessEnv) => {
    const running = countersign(['sandbox', ...args], env);
    const [, port, tlsPort] = await running.printed(/sandbox on http:\S+?:(\d+)(?: and https:\S+?:(\d+))?\n/);
    return { port: Number(port), tlsPort: tlsPort === undefined ? undefined : Number(tlsPort) };
  };
  const ports = async () => [await freePort(), await freePort(), await freePort()] as const;

  test('an option before the environment', async () => {
    const [option, environment, file] = await ports();
    const config = fileOf(`port: ${file}\ntlsPort: false`);
    const started = portOf(['--config', config, '--port', String(option)], { PORT: String(environment) });
    expect(await started).toEqual({ port: option, tlsPort: undefined });
  });

  test('the environment before the file', async () => {
    const [port, tlsPort, file] = await ports();
    const config = fileOf(`port: ${file}\ntlsPort: false`);
    expect(await portOf(['--config', config], { PORT: String(port), TLS_PORT: String(tlsPort) })).toEqual({
      port,
      tlsPort,
    });
  });

  test('the file before the defaults, and an empty variable says nothing', async () => {
    const [port, tlsPort] = await ports();
    const config = fileOf(`port: ${port}\ntlsPort: ${tlsPort}`);
    expect(await portOf(['--config', config], { PORT: '', TLS_PORT: '' })).toEqual({ port, tlsPort });
  });

  test('--no-tls before all that says a port for it', async () => {
    const [port, tlsPort] = await ports();
    const config = fileOf(`port: ${port}\ntlsPort: ${tlsPort}`);
    const started = portOf(['--config', config, '--no-tls'], { TLS_PORT: String(tlsPort) });
    expect(await started).toEqual({ port, tlsPort: undefined });
  });

  test.each([
    { args: [], file: true, last: 429 },
    { args: ['--no-throttle'], file: true, last: 401 },
    { args: ['--throttle'], file: false, last: 429 },
  ])('throttle: $file with $args answers $last in the end', async ({ args, file, last }) => {
    const config = fileOf(`throttle: ${file}`);
    const [, url] = await sandbox(['--no-tls', '--config', config, ...args]).printed(/sandbox on (http:\S+)/);
    const statuses = [];
    for (let i = 0; i < 11; i += 1) statuses.push(await statusOf(url, '/v1/methods', demoSite.id, 'wrong'));
    expect(statuses.at(-1)).toBe(last);
  });
});

describe('countersign sandbox init', () => {
  test('writes a file that starts a sandbox of the demo accounts', async () => {
    const file = join(folder, 'written.yaml');
    const init = countersign(['sandbox', 'init', file]);
    expect(await init.ended()).toEqual({ code: 0, signal: null });
    expect(init.output()).toContain(`countersign sandbox --config ${file}`);
    // Secrets will be in it.
    expect(statSync(file).mode & 0o077).toBe(0);

    const curlLines = async (running: RunningProgram) => {
      await running.printed(/Placetopay:\n.*\n/);
      const lines = running.output().match(/^ *curl .*$/gm) ?? [];
      return lines.map((line) => line.replaceAll(/127\.0\.0\.1:\d+|'[^']*countersign-sandbox-[^']*'/g, '…'));
    };
    const demo = sandbox([]);
    const expected = await curlLines(demo);
    await demo.stop();
    const started = sandbox(['--config', file]);
    expect(await curlLines(started)).toEqual(expected);
    const [, url] = await started.printed(/sandbox on (http:\S+)/);
    expect(await statusOf(url, '/v1/methods', demoSite.id, demoSite.secret)).toBe(200);
    const auth = placetopayAuth();
    expect((await post(`${url}/api/session`, { auth })).status).toBe(200);
    expect((await post(`${url}/api/session`, { auth })).status).toBe(401);
  });

  test('overwrites nothing, unless told to', async () => {
    const file = fileOf('mine', 'mine.yaml');
    const refused = countersign(['sandbox', 'init', file]);
    expect(await refused.ended()).toEqual({ code: 2, signal: null });
    expect(refused.output()).toBe(
      `countersign sandbox init: ${file} is there already: --force overwrites it\n`,
    );
    expect(readFileSync(file, 'utf8')).toBe('mine');

    expect(await countersign(['sandbox', 'init', file, '--force']).ended()).toMatchObject({ code: 0 });
    expect(readFileSync(file, 'utf8')).toBe(exampleConfig);
  });

  test('- is standard output, and nothing else is on it', async () => {
    const printed = countersign(['sandbox', 'init', '-']);
    expect(await printed.ended()).toEqual({ code: 0, signal: null });
    expect(printed.output()).toBe(exampleConfig);
    expect(existsSync('-')).toBe(false);
  });

  test('where it cannot write it says so, with exit code 1', async () => {
    const failed = countersign(['sandbox', 'init', join(folder, 'nowhere', 'a.yaml')]);
    expect(await failed.ended()).toEqual({ code: 1, signal: null });
    expect(failed.output()).toMatch(/^countersign sandbox init: ENOENT.*\n$/);
  });
});

test.each([
  { args: [], says: 'Usage: countersign' },
  { args: ['sandbx'], says: 'unknown command' },
  { args: ['sandbox', '--prot', '1'], says: '(Did you mean --port?)' },
  { args: ['sandbox', 'int'], says: 'error: too many arguments' },
  { args: ['sandbox', 'init', 'a', 'b'], says: 'error: too many arguments' },
])('countersign $args is no command that there is: exit code 2', async ({ args, says }) => {
  const running = countersign(args);
  expect(await running.ended()).toEqual({ code: 2, signal: null });
  expect(running.output()).toContain(says);
});

test.each([[['--help']], [['sandbox', '--help']], [['sandbox', 'init', '--help']]])(
  'countersign %j: exit code 0',
  async (args) => {
    const running = countersign(args);
    expect(await running.ended()).toEqual({ code: 0, signal: null });
    expect(running.output()).toMatch(/^Usage: countersign/);
  },
);

describe('a port', () => {
  test.each([
    { args: ['--port', '65536'] },
    { args: ['--tls-port', '1e3'] },
    { env: { PORT: '4010x' } },
    { env: { TLS_PORT: '-1' } },
  ])('that is none is refused: %o', async ({ args = [], env = {} }) => {
    const running = sandbox(args, env);
    expect(await running.ended()).toEqual({ code: 2, signal: null });
    expect(running.output()).toContain('a number from 0 to 65535');
  });
});
