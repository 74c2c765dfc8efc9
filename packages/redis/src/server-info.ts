import type { Link } from './link.ts';
import type { CompleteRedisOptions } from './redis-options.ts';
import { warn } from './warn.ts';

/** What a Redis server says of itself (`INFO`). */
export interface ServerInfo {
  /** Another each time the server starts, or becomes a master again: what it missed meanwhile it does not know. */
  readonly runId: string;
  /** The second in which it was started, by its clock, in milliseconds since the epoch. */
  readonly startedAt: number;
  readonly maxmemoryPolicy: string;
  /** Whether it logs every write to disk; snapshots, which lose minutes, do not count. */
  readonly appendOnly: boolean;
}

/** @throws where the server does not answer by the deadline, or does not say which run of it answers. */
export async function serverInfo(link: Link, deadline: number): Promise<ServerInfo> {
  link.enter();
  const [reply] = await link.ask([['INFO']], deadline, 1);
  const text = String(reply);
  const field = (name: string) => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(text)?.[1];
  const runId = field('run_id');
  if (!runId || !/^\w+$/.test(runId)) throw new Error('Redis does not tell its run_id in INFO');
  const startedAt = startOf(Number(field('server_time_usec')), Number(field('uptime_in_seconds')));
  if (!Number.isFinite(startedAt)) {
    throw new Error('Redis does not tell in INFO when it was started: use 7.0 or newer');
  }
  return {
    runId: `${runId}${/^\w*$/.exec(field('master_replid') ?? '')?.[0] ?? ''}`,
    startedAt,
    maxmemoryPolicy: field('maxmemory_policy') ?? 'unknown',
    appendOnly: field('aof_enabled') === '1',
  };
}

function startOf(nowMicroseconds: number, uptimeSeconds: number): number {
  return (Math.floor(nowMicroseconds / 1_000_000) - uptimeSeconds) * 1000;
}

type Expectations = Pick<CompleteRedisOptions, 'requireNoEviction' | 'onWarning'> & {
  /** What a server that forgets would bring about, such as `a request may be accepted twice`. */
  readonly otherwise: string;
  /** Whether it has to have it after a restart as well. */
  readonly durable: boolean;
};

/** Says what is wrong with a server that has to remember: once, until something else is. */
export function serverInspector({ requireNoEviction, onWarning, otherwise, durable }: Expectations) {
  let told: string | undefined;

  /** @throws where it may evict and must not. */
  return ({ maxmemoryPolicy, appendOnly }: ServerInfo): void => {
    const mayEvict = maxmemoryPolicy !== 'noeviction';
    const faults = [
      mayEvict && `its maxmemory-policy is ${maxmemoryPolicy}, where only noeviction never drops a key`,
      durable && !appendOnly && 'it has not set appendonly, so a restart may lose what was written last',
    ].filter((fault) => fault !== false);
    if (faults.length === 0) return;
    const message = `Redis may forget, and then ${otherwise}: ${faults.join('; ')}`;
    if (message !== told) void warn(onWarning, message);
    told = message;
    if (mayEvict && requireNoEviction) throw new Error(message);
  };
}
