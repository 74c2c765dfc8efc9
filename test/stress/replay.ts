// The replay guards at full size: `npx pnpm@12 run stress sqlite`, or `ioredis`, or `node-redis`.
// Options: --processes 8, --keys 100000, --in-flight 64, --runs 20, --kills 30 (a run while processes are killed).
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { WorkerOptions } from '../replay/protocol.ts';
import { type Findings, sameKeysInAllProcesses, sameKeysWhileKilled } from '../replay/scenarios.ts';
import { startRedis } from '../support/redis-server.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    processes: { type: 'string', default: '8' },
    keys: { type: 'string', default: '100000' },
    'in-flight': { type: 'string', default: '64' },
    runs: { type: 'string', default: '20' },
    kills: { type: 'string', default: '30' },
  },
});
const size = {
  processes: Number(values.processes),
  keys: Number(values.keys),
  inFlight: Number(values['in-flight']),
};

interface Memory extends AsyncDisposable {
  readonly guard: WorkerOptions;
  about(): string;
}

/** A memory of its own for each run. */
async function memory(kind: string | undefined): Promise<Memory> {
  switch (kind) {
    case 'sqlite': {
      const folder = mkdtempSync(join(tmpdir(), 'countersign-stress-'));
      const path = join(folder, 'replay.sqlite');
      return {
        guard: { kind, options: { path } },
        about: () => `file ${statSync(path).size}, log ${statSync(`${path}-wal`).size} bytes`,
        [Symbol.asyncDispose]: async () => rmSync(folder, { recursive: true }),
      };
    }
    case 'ioredis':
    case 'node-redis': {
      const redis = await startRedis();
      return {
        guard: { kind, options: { port: redis.port } },
        about: () => kind,
        [Symbol.asyncDispose]: () => redis[Symbol.asyncDispose]() as Promise<void>,
      };
    }
    default:
      throw new TypeError('name the guard: sqlite, ioredis or node-redis');
  }
}

let wrong = 0;
for (let run = 1; run <= Number(values.runs); run += 1) {
  const [kind] = positionals;
  await using calm = await memory(kind);
  const together = await sameKeysInAllProcesses({ ...size, guard: calm.guard });
  judge(`run ${run}`, together, together.freshTwice + together.neverFresh, calm.about());

  await using rough = await memory(kind);
  const kills = { kills: Number(values.kills), killPauseMilliseconds: 600 };
  const killed = await sameKeysWhileKilled({ ...size, ...kills, guard: rough.guard });
  judge(`run ${run}, ${killed.killed} killed`, killed, killed.freshTwice, rough.about());
}
console.log(wrong === 0 ? 'no key was accepted twice' : `${wrong} keys went wrong`);
process.exitCode = wrong === 0 ? 0 : 1;

function judge(name: string, findings: Findings, wrongs: number, about: string): void {
  wrong += wrongs;
  const { outcomes, freshTwice, neverFresh, claimsASecond, slowest } = findings;
  console.log(
    `${name}: ${JSON.stringify(outcomes)}, fresh twice ${freshTwice}, never ${neverFresh}, ` +
      `${claimsASecond} claims/s, slowest ${Math.round(slowest)} ms, ${about}`,
  );
}
