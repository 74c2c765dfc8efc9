import type { ClaimMemory } from './claim-memory.ts';
import { inTime, type Link } from './link.ts';
import type { OnceConnected } from './once-connected.ts';
import type { Replicas } from './replicas.ts';

/** What Redis answers to a batch of claims. */
export interface ClaimAnswers {
  /** By place: whether the key was not claimed before. */
  readonly fresh: readonly boolean[];
  /** Whether as many replicas as were asked for have what is fresh. */
  readonly acknowledged: boolean;
  /** Milliseconds since the epoch: what was used with a seed from before may be forgotten. */
  readonly since: number;
}

/** Where a claim is answered. */
export interface ClaimPlace {
  readonly place: number;
  readonly answers: Promise<ClaimAnswers>;
}

interface Batch {
  readonly keys: string[];
  readonly lifetimes: string[];
  readonly answers: Promise<ClaimAnswers>;
}

export interface ClaimBatchesParts {
  readonly link: Link;
  readonly memory: OnceConnected<ClaimMemory>;
  readonly markerKey: string;
  readonly replicas: Replicas;
}

// A script keeps everybody else waiting while it runs: so many keys take Redis a fraction of a millisecond. Where more are
// claimed at a time, Redis has the next batch while the answers of the last are read here.
const BATCH_LIMIT = 32;

/** Claims what is asked for in one turn of the event loop together: a command and a round trip for many. */
export function claimBatches({ link, memory, markerKey, replicas }: ClaimBatchesParts) {
  let open: Batch | undefined;

  /**
   * @param lifetime whole milliseconds that the claim is remembered for
   * @throws where too many claims are not answered yet; its answers reject where Redis does not answer in time
   */
  return function claim(key: string, lifetime: number): ClaimPlace {
    link.enter();
    open ??= newBatch();
    const { keys, lifetimes, answers } = open;
    lifetimes.push(String(lifetime));
    const place = keys.push(key) - 1;
    if (keys.length === BATCH_LIMIT) open = undefined;
    return { place, answers };
  };

  function newBatch(): Batch {
    const deadline = link.deadline();
    const batch: Batch = {
      keys: [],
      lifetimes: [],
      answers: new Promise((resolve) => {
        // After everything that is already on its way in this turn.
        process.nextTick(() => {
          if (open === batch) open = undefined;
          resolve(answersTo(batch, deadline));
        });
      }),
    };
    return batch;
  }

  async function answersTo({ keys, lifetimes }: Batch, deadline: number): Promise<ClaimAnswers> {
    const { since, marker, claimScript } = memory.known ?? (await remembered(keys.length, deadline));
    const names = [markerKey, ...keys];
    const claims = ['EVALSHA', claimScript, String(names.length), ...names, marker, ...lifetimes];
    try {
      const [fresh, acknowledged] = await link.ask([claims, ...replicas.wait], deadline, keys.length);
      return {
        fresh: checked(fresh, keys.length),
        acknowledged: replicas.suffice(acknowledged),
        since,
      };
    } catch (error) {
      // Whatever it was, Redis may have forgotten since: it is looked at anew before the next claim.
      memory.forget();
      throw error;
    }
  }

  async function remembered(claims: number, deadline: number): Promise<ClaimMemory> {
    try {
      return await inTime(deadline, memory.get());
    } catch (error) {
      link.leave(claims);
      throw error;
    }
  }
}

function checked(reply: unknown, claims: number): boolean[] {
  if (reply === null) throw new Error('Redis has forgotten what was used');
  const fresh = Array.isArray(reply) ? reply.map(Number) : [];
  if (fresh.length !== claims || fresh.some((one) => one !== 0 && one !== 1)) {
    throw new Error('Redis did not answer every claim');
  }
  return fresh.map((one) => one === 1);
}
