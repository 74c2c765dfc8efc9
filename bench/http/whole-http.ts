import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { SignJWT } from 'jose';
import type { Measurement } from '../measure/row.ts';
import { median } from '../measure/statistics.ts';
import type { Load } from './load.ts';
import { ID, ISSUER, SECRET, servers, TOKEN_SECRET } from './servers.ts';

const CONNECTIONS = 64;

interface Figures {
  readonly cpu: number[];
  readonly perSecond: number[];
}

/** Whole requests to an Express server, one server after the other in each round; the load comes from a process of its own. */
export const wholeHttp: Measurement = {
  id: 'whole-http',
  onRequest: false,
  async *sections(size, rounds) {
    const requests = size === 'full' ? 20_000 : 1_000;
    const load = start('load.ts');
    const running = await Promise.all(
      Object.keys(servers).map(async (name) => {
        const child = start('server.ts', name);
        const { port } = await message<{ port: number }>(child);
        return { name, child, port, authorization: await authorizationFor(name) };
      }),
    );
    const figures = new Map<string, Figures>(running.map(({ name }) => [name, { cpu: [], perSecond: [] }]));
    // The first round is for the compiler.
    for (let round = -1; round < rounds; round += 1) {
      for (let turn = 0; turn < running.length; turn += 1) {
        const server = running[(turn + round + 1) % running.length];
        if (!server) continue;
        const before = await cpuOf(server.child);
        const { port, authorization } = server;
        load.send({ port, authorization, requests, connections: CONNECTIONS } satisfies Load);
        const { milliseconds } = await message<{ milliseconds: number }>(load);
        const cpu = ((await cpuOf(server.child)) - before) / requests;
        if (round < 0) continue;
        figures.get(server.name)?.cpu.push(cpu);
        figures.get(server.name)?.perSecond.push((requests / milliseconds) * 1000);
      }
    }
    for (const child of [load, ...running.map((server) => server.child)]) child.disconnect();
    const bare = figures.get('bare')?.cpu ?? [];
    yield {
      name: `whole HTTP: Express 5, ${CONNECTIONS} connections`,
      table: {
        heads: ['', 'requests a second', 'CPU µs of the server', 'more than bare, µs', 'least–most'],
        lines: [...figures].map(([name, { cpu, perSecond }]) => {
          const more = cpu.map((one, round) => one - (bare[round] ?? Number.NaN));
          return [
            name,
            Math.round(median(perSecond)).toLocaleString('en'),
            median(cpu).toFixed(1),
            median(more).toFixed(1),
            `${Math.min(...more).toFixed(1)}–${Math.max(...more).toFixed(1)}`,
          ];
        }),
      },
      facts: [],
    };
  },
};

function start(file: string, ...args: string[]): ChildProcess {
  return fork(fileURLToPath(new URL(file, import.meta.url)), args, {
    execArgv: ['--conditions=@countersign/source', '--disable-warning=ExperimentalWarning'],
  });
}

async function message<T>(child: ChildProcess): Promise<T> {
  const [told] = (await once(child, 'message')) as [T];
  return told;
}

async function cpuOf(child: ChildProcess): Promise<number> {
  child.send('cpu');
  return (await message<{ cpu: number }>(child)).cpu;
}

async function authorizationFor(name: string): Promise<string> {
  if (!name.startsWith('Bearer')) return `Basic ${Buffer.from(`${ID}:${SECRET}`).toString('base64')}`;
  const token = await new SignJWT()
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(ISSUER)
    .setSubject(ID)
    .setJti('bench')
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(Buffer.from(TOKEN_SECRET));
  return `Bearer ${token}`;
}
