import { setTimeout } from 'node:timers/promises';
import { type RedisServer, startRedis } from '../support/redis-server.ts';
import { type GuardProcess, startGuardProcess } from './harness.ts';
import type { Outcome, WorkerOptions } from './protocol.ts';

export interface OutageOptions {
  readonly kinds: readonly Exclude<WorkerOptions['kind'], 'sqlite'>[];
  readonly processes: number;
  readonly keysARound: number;
  /** Claims at once in each process. */
  readonly inFlight: number;
  readonly seconds: number;
  /** It goes on, for a minute at most, until so many claims were `fresh`: on a busy machine few are at first. */
  readonly atLeastFresh: number;
  readonly timeoutMilliseconds: number;
}

export interface OutageFindings {
  readonly outcomes: Readonly<Record<Outcome, number>>;
  readonly rounds: number;
  /** Keys that were `fresh` more than once: a double acceptance, each of them. */
  readonly freshTwice: number;
  /** Milliseconds. */
  readonly slowest: number;
  readonly killed: number;
  readonly outages: Readonly<Record<string, number>>;
}

interface Round {
  readonly name: string;
  readonly seed: number;
  readonly fresh: Uint8Array;
}

/**
 * Processes claim new keys all the time, and those of the last seconds again, while they are killed and started again,
 * and while Redis, which keeps nothing on disk, is killed, hangs, and is emptied.
 */
export async function claimsThroughOutages(options: OutageOptions): Promise<OutageFindings> {
  const { kinds, processes, keysARound, inFlight, seconds, atLeastFresh, timeoutMilliseconds } = options;
  await using redis = await startRedis();
  const rounds: Round[] = [];
  const outcomes = { fresh: 0, seen: 0, 'too-old': 0, threw: 0, 'outside-window': 0 };
  const outages: Record<string, number> = {};
  const running = new Set<GuardProcess>();
  const end = performance.now() + seconds * 1000;
  const atLast = performance.now() + 60_000;
  const goesOn = () => performance.now() < (outcomes.fresh < atLeastFresh ? atLast : end);
  let slowest = 0;
  let killed = 0;

  async function newRounds(): Promise<void> {
    while (goesOn()) {
      const fresh = new Uint8Array(keysARound);
      rounds.push({ name: `round ${rounds.length} key `, seed: Date.now(), fresh });
      await setTimeout(100);
    }
  }

  async function claimRounds(kind: OutageOptions['kinds'][number]): Promise<void> {
    while (goesOn()) {
      const guard = { kind, options: { port: redis.port, timeoutMilliseconds } };
      const worker = await startGuardProcess(guard);
      running.add(worker);
      for (let took: number | 'killed' = 0; goesOn() && took !== 'killed'; ) {
        // Of the last three seconds: the newest first, as they come, and then what was used before.
        const [newest, ...before] = rounds.slice(-30).reverse();
        const old = before[Math.floor(Math.random() * before.length)];
        for (const round of [newest, old]) {
          if (round && took !== 'killed') took = await claim(worker, round);
          slowest = Math.max(slowest, took === 'killed' ? 0 : took);
        }
      }
      running.delete(worker);
      await worker.kill();
    }
  }

  const claim = (worker: GuardProcess, { name, seed, fresh }: Round) =>
    worker.claim({ keys: name, from: 0, to: keysARound, seed, inFlight }, (index, outcome) => {
      outcomes[outcome] += 1;
      if (outcome === 'fresh') fresh[index] = (fresh[index] ?? 0) + 1;
    });

  async function killProcesses(): Promise<void> {
    while (goesOn()) {
      await setTimeout(Math.random() * 1000);
      const worker = [...running][Math.floor(Math.random() * running.size)];
      if (worker) killed += 1;
      await worker?.kill();
    }
  }

  async function troubleRedis(): Promise<void> {
    while (goesOn()) {
      await setTimeout(500 + Math.random() * 1000);
      const [name, trouble] = troubles[Math.floor(Math.random() * troubles.length)] ?? [];
      if (!name || !trouble) continue;
      outages[name] = (outages[name] ?? 0) + 1;
      await trouble(redis, timeoutMilliseconds);
    }
  }

  const claiming = Array.from({ length: processes }, (_, i) =>
    claimRounds(kinds[i % kinds.length] ?? 'ioredis'),
  );
  await Promise.all([newRounds(), killProcesses(), troubleRedis(), ...claiming]);
  const freshTwice = rounds.reduce((sum, { fresh }) => sum + fresh.filter((times) => times > 1).length, 0);
  return { outcomes, rounds: rounds.length, freshTwice, slowest, killed, outages };
}

const troubles: readonly [name: string, trouble: (redis: RedisServer, timeout: number) => Promise<void>][] = [
  [
    'killed',
    async (redis, timeout) => {
      await redis.stop();
      await setTimeout(Math.random() * timeout);
      await redis.start();
    },
  ],
  [
    'hung',
    async (redis, timeout) => {
      redis.pause();
      await setTimeout(Math.random() * 2 * timeout);
      redis.resume();
    },
  ],
  ['emptied', async (redis) => void (await redis.send('FLUSHALL'))],
];
