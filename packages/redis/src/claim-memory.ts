import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Link } from './link.ts';
import { type OnceConnected, onceConnected } from './once-connected.ts';
import { type ServerInfo, serverInfo } from './server-info.ts';

/** What Redis remembers of claims. */
export interface ClaimMemory {
  /** Milliseconds since the epoch, by Redis' clock: what was used with a seed from before may be forgotten. */
  readonly since: number;
  /** What is at the marker key for as long as nothing has been forgotten. */
  readonly marker: string;
  /** The SHA-1 by which Redis knows the script that claims. */
  readonly claimScript: string;
}

// A guard is taken to have been there for so long before it was made, and waits twice as long for those that were.
const SETTLING_MS = 250;

export interface ClaimMemoryParts {
  readonly link: Link;
  readonly markerKey: string;
  /** @throws where the server may not be relied on */
  readonly inspect: (info: ServerInfo) => void;
  /** The latest seed that was accepted here, in milliseconds since the epoch; 0 for none. */
  readonly highestSeed: () => number;
  readonly onForgotten: (since: number) => void;
}

/**
 * Redis forgets when it is restarted, emptied, or replaced by a replica that lags behind, and does not say so. A
 * marker beside the claims does: `RUN:SINCE:RANDOM`. It is written anew by the first that does not find it, or finds
 * that it is of another run of the server, and from then on every seed from before that moment is refused.
 *
 * An empty Redis has to begin somewhere, for a guard that was only just made (`age`, in milliseconds). Who had used
 * something on it would have left a marker, so it is since the server was started. If that was in this very second,
 * of which Redis tells no more, or if somebody has emptied it, then it is since the guard was made; but first (no
 * marker is given) those are waited for who used it before it forgot, and know better.
 */
const MARK = `
local known, highest, random, age, settling, settled = ARGV[1], tonumber(ARGV[2]), ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5]), ARGV[6]
local server = redis.call('INFO', 'server')
local run = string.match(server, 'run_id:(%w+)')
local marker = redis.call('GET', KEYS[1])
if marker then
  local markedRun, since = string.match(marker, '^(%w+):(%d+):')
  if markedRun == run and (marker == known or tonumber(since) > highest) then return marker end
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local since = math.max(now, highest) + 1
if age and not marker then
  local started = (time[1] - string.match(server, 'uptime_in_seconds:(%d+)') + 1) * 1000
  if now - age >= started and not string.find(redis.call('INFO', 'commandstats'), 'cmdstat_flush', 1, true) then
    since = started
  elseif settled == 'settled' then
    since = now - age - settling
  else
    return false
  end
end
marker = string.format('%s:%.0f:%s', run, since, random)
redis.call('SET', KEYS[1], marker)
return marker
`;

/**
 * Claims many keys in one step, each with `SET … PX … NX`, and only while the marker is the one that is known: what
 * was sent before Redis forgot, and arrives after it, claims nothing. Gives 1 for what was not claimed before, else 0.
 */
const CLAIM = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return false end
local fresh = {}
for i = 2, #KEYS do
  fresh[i - 1] = redis.call('SET', KEYS[i], '1', 'PX', ARGV[i], 'NX') and 1 or 0
end
return fresh
`;

export function claimMemory(parts: ClaimMemoryParts): OnceConnected<ClaimMemory> {
  const { link, markerKey, inspect, highestSeed, onForgotten } = parts;
  const { connection } = link;
  const { interruptions } = connection;
  const madeAt = performance.now();
  let known = '';

  async function ask(deadline: number, ...command: string[]): Promise<unknown> {
    link.enter();
    const [reply] = await link.ask([command], deadline, 1);
    return reply;
  }

  async function marked(deadline: number, settled: boolean): Promise<string | null> {
    const onlyMade = known === '' && connection.interruptions === interruptions;
    const age = onlyMade ? String(Math.round(performance.now() - madeAt)) : '';
    const random = randomBytes(6).toString('hex');
    const how = [known, String(highestSeed()), random, age, String(SETTLING_MS), settled ? 'settled' : ''];
    const marker = await ask(deadline, 'EVAL', MARK, '1', markerKey, ...how);
    return marker === null ? null : String(marker);
  }

  async function settledMark(deadline: number): Promise<string | null> {
    await setTimeout(Math.min(2 * SETTLING_MS, (deadline - performance.now()) / 2));
    return marked(deadline, true);
  }

  return onceConnected(connection, async () => {
    const deadline = link.deadline();
    inspect(await serverInfo(link, deadline));
    const marker = (await marked(deadline, false)) ?? (await settledMark(deadline));
    const since = Number(marker?.split(':')[1]);
    if (marker === null || !Number.isFinite(since))
      throw new Error('Redis did not keep the marker of its memory');
    if (known !== '' && marker !== known) onForgotten(since);
    known = marker;
    // Not before the marker is right: a script that Redis does not have cannot claim on a marker of old.
    const claimScript = String(await ask(deadline, 'SCRIPT', 'LOAD', CLAIM));
    return { since, marker, claimScript };
  });
}
