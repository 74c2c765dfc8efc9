import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe } from 'vitest';
import { freePort } from './free-port.ts';

const installed = spawnSync('redis-server', ['--version']).status === 0;
if (!installed && process.env.CI === 'true')
  throw new Error('CI needs redis-server: install Debian’s redis-server');
if (!installed) console.warn('redis-server is not installed: what needs a real Redis is NOT TESTED here');

/** `describe` where there is a Redis server to be started; elsewhere its tests are skipped. Never skipped in CI. */
export const describeWithRedis: typeof describe.skip = installed ? describe : describe.skip;

/** A Redis server of the test's own, on a port and in a folder of its own. It keeps nothing on disk unless told to. */
export interface RedisServer extends AsyncDisposable {
  readonly port: number;
  readonly url: string;
  /** Starts it again, on the same port and in the same folder. */
  start(): Promise<void>;
  /** Ends it, at once unless told otherwise. */
  stop(signal?: 'SIGKILL' | 'SIGTERM'): Promise<void>;
  /** It accepts connections from now on, and answers nothing, until it is resumed. */
  pause(): void;
  resume(): void;
  /** One command without spaces in its words, over a connection of its own; gives the first line of the reply. */
  send(...command: string[]): Promise<string>;
}

/** @param settings as on its command line, such as `{ appendonly: 'yes' }` */
export async function startRedis(settings: Readonly<Record<string, string>> = {}): Promise<RedisServer> {
  if (!installed) throw new Error('redis-server is not on the PATH: install it (Debian: redis-server)');
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'countersign-redis-'));
  const own = { port: String(port), bind: '127.0.0.1', dir: folder };
  const quick = { save: '', appendonly: 'no', 'repl-diskless-sync-delay': '0' };
  const all = { ...own, ...quick, ...settings };
  const args = Object.entries(all).flatMap(([name, value]) => [`--${name}`, ...value.split(' ')]);
  let child: ChildProcess | undefined;

  /** Not while it is loading. */
  const answers = async () => (await firstLine(port, 'PING').catch(() => '')) === '+PONG';

  const server: RedisServer = {
    port,
    url: `redis://127.0.0.1:${port}`,
    async start() {
      child = spawn('redis-server', args, { stdio: 'ignore' });
      while (!(await answers())) {
        if (child.exitCode !== null) throw new Error(`redis-server ended with ${child.exitCode}`);
        await setTimeout(10);
      }
      // A server without a marker remembers since the second after the one in which it was started.
      await setTimeout(1000 - (Date.now() % 1000));
    },
    async stop(signal = 'SIGKILL') {
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
    },
    pause: () => void child?.kill('SIGSTOP'),
    resume: () => void child?.kill('SIGCONT'),
    send: (...command) => firstLine(port, command.join(' ')),
    async [Symbol.asyncDispose]() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await server.start();
  return server;
}

async function firstLine(port: number, command: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  try {
    socket.write(`${command}\r\n`);
    const [reply] = (await once(socket, 'data')) as [Buffer];
    return reply.toString().split('\r\n', 1)[0] ?? '';
  } finally {
    socket.destroy();
  }
}
