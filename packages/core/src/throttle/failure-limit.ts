import type { CountedFailures, FailureCounter } from './throttle-store.ts';

export interface FailureLimitOptions {
  /** Failures within the window; further attempts are not let in. */
  readonly limit: number;
  readonly windowSeconds: number;
  /** Whether an attempt that succeeds clears the failures before it. */
  readonly clearedBySuccess: boolean;
}

/** One attempt at one key: read, enter, succeed or fail, and leave, whatever happened before. */
export interface Attempt {
  readonly limit: number;
  readonly failures: number;
  /** Whether no attempt is let in. */
  readonly closed: boolean;
  /** Seconds until the window ends. */
  readonly retryAfter: number;
  /** Asks the store how many failures there are. Rejects where it cannot answer. */
  read(): Promise<void>;
  /** Waits for its turn. `false`: there is none, too many have failed. Rejects where it takes too long. */
  enter(): Promise<boolean>;
  /** Counts as a failure. Rejects where the store cannot count it. */
  fail(): Promise<void>;
  /** Never rejects: what was proven is proven, whatever happens to the counts. */
  succeed(): Promise<void>;
  leave(): void;
}

/** What this process knows of a key, for as long as there are attempts at it. */
interface Line {
  counted: CountedFailures;
  present: number;
  /** Attempts that may still fail. */
  underWay: number;
  /** In the order of arrival. */
  readonly waiting: Set<(admitted: boolean) => void>;
}

const WAITING_LIMIT_MS = 10_000;

const nothing: CountedFailures = { consumedPoints: 0, msBeforeNext: 0 };

/**
 * Lets attempts at a key in until `limit` of them have failed. Those under way may all fail, so no more are under way
 * at a time than failures are left; the others wait, to be let in after those that did not fail, and turned away after
 * those that did. Each process sees its own attempts alone, and the failures of all.
 */
export function failureLimit(counter: FailureCounter, options: FailureLimitOptions) {
  const { limit, windowSeconds, clearedBySuccess } = options;
  const lines = new Map<string, Line>();

  const isClosed = ({ counted }: Line) => counted.consumedPoints >= limit;
  const hasRoom = ({ counted, underWay }: Line) => counted.consumedPoints + underWay < limit;

  function admit(line: Line): void {
    while (isClosed(line) || hasRoom(line)) {
      const [next] = line.waiting;
      if (!next) return;
      line.waiting.delete(next);
      const admitted = !isClosed(line);
      if (admitted) line.underWay += 1;
      next(admitted);
    }
  }

  async function turnIn(line: Line): Promise<boolean> {
    if (hasRoom(line) && line.waiting.size === 0) {
      line.underWay += 1;
      return true;
    }
    return new Promise((resolve, reject) => {
      const waiter = (admitted: boolean) => {
        clearTimeout(timer);
        resolve(admitted);
      };
      const giveUp = () => {
        line.waiting.delete(waiter);
        reject(new Error('the attempts under way take too long: others wait for how they end'));
      };
      const timer = setTimeout(giveUp, WAITING_LIMIT_MS);
      line.waiting.add(waiter);
      admit(line);
    });
  }

  return (key: string): Attempt => {
    const line = lines.get(key) ?? { counted: nothing, present: 0, underWay: 0, waiting: new Set() };
    lines.set(key, line);
    line.present += 1;
    let entered = false;

    return {
      limit,
      get failures() {
        return line.counted.consumedPoints;
      },
      get closed() {
        return isClosed(line);
      },
      get retryAfter() {
        return Math.max(1, Math.ceil(line.counted.msBeforeNext / 1000));
      },
      async read() {
        line.counted = checked((await counter.get(key)) ?? nothing);
      },
      async enter() {
        entered = await turnIn(line);
        return entered;
      },
      async fail() {
        line.counted = checked(await counter.penalty(key, 1, { customDuration: windowSeconds }));
      },
      async succeed() {
        if (!clearedBySuccess || line.counted.consumedPoints === 0) return;
        try {
          await counter.delete(key);
          line.counted = nothing;
        } catch {
          // They stay until their window ends.
        }
      },
      leave() {
        line.present -= 1;
        if (line.present === 0) lines.delete(key);
        if (entered) line.underWay -= 1;
        admit(line);
      },
    };
  };
}

/** What is no number is neither below a limit nor past it: attempts would wait for ever. */
function checked(counted: CountedFailures): CountedFailures {
  if (!Number.isFinite(counted?.consumedPoints) || !Number.isFinite(counted.msBeforeNext)) {
    throw new TypeError('store: a counter must answer with the numbers consumedPoints and msBeforeNext');
  }
  return counted;
}
