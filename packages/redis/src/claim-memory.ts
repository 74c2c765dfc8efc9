import { randomBytes } from 'node:crypto';
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
 */
const MARK = `
local run, known, begins, highest, random = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]), ARGV[5]
local marker = redis.call('GET', KEYS[1])
if marker then
  local markedRun, since = string.match(marker, '^(%w+):(%d+):')
  if markedRun == run and (marker == known or tonumber(since) > highest) then return marker end
end
local time = redis.call('TIME')
local since = math.max(time[1] * 1000 + math.floor(time[2] / 1000), highest) + 1
local stats = redis.call('INFO', 'commandstats')
if begins and not marker and not string.find(stats, 'cmdstat_flush', 1, true) then since = begins end
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
  let known = '';
  // A marker from before it is that of a server which was away meanwhile.
  let knownSince = 0;

  async function ask(deadline: number, ...command: string[]): Promise<string> {
    link.enter();
    const [reply] = await link.ask([command], deadline, 1);
    return String(reply);
  }

  /**
   * Since when a server without a marker remembers all the same, for a guard that was only just made: an empty Redis
   * has to begin somewhere. Who had used something on it would have left a marker, so it is since the server was
   * started, of which it tells the second: since the next. But not where the server was out of reach meanwhile, or
   * somebody has emptied it, which the script asks itself: there is no moment in between.
   */
  function beginning({ startedAt }: ServerInfo): string {
    const onlyMade = known === '' && connection.interruptions === interruptions;
    return onlyMade ? String(startedAt + 1000) : '';
  }

  return onceConnected(connection, async () => {
    const deadline = link.deadline();
    const info = await serverInfo(link, deadline);
    inspect(info);
    const highest = String(Math.max(highestSeed(), knownSince));
    const random = randomBytes(6).toString('hex');
    const mark = [MARK, '1', markerKey, info.runId, known, beginning(info), highest, random];
    const marker = await ask(deadline, 'EVAL', ...mark);
    const since = Number(marker.split(':')[1]);
    if (!Number.isFinite(since)) throw new Error('Redis did not keep the marker of what it remembers');
    if (known !== '' && marker !== known) onForgotten(since);
    known = marker;
    knownSince = since;
    // Not before the marker is right: a script that Redis does not have cannot claim on a marker of old.
    return { since, marker, claimScript: await ask(deadline, 'SCRIPT', 'LOAD', CLAIM) };
  });
}
