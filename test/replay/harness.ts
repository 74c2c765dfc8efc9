import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ClaimOrder, FromWorker, Outcome, ToWorker, WorkerOptions } from './protocol.ts';

const program = fileURLToPath(new URL('worker.ts', import.meta.url));

export type Claims = Omit<ClaimOrder, 'do' | 'order'>;
/** Told of every outcome as it is reported: what was reported before a process was killed counts. */
export type OnOutcome = (index: number, outcome: Outcome) => void;

/** A process with a replay guard of its own. */
export interface GuardProcess {
  /**
   * Claims these keys, so many at once.
   * @returns how long the slowest claim took, in milliseconds; `killed` where the process ended before
   */
  claim(claims: Claims, onOutcome: OnOutcome): Promise<number | 'killed'>;
  /** Stops its clock at this instant. */
  setClock(now: number): Promise<void>;
  /** SIGKILL. */
  kill(): Promise<void>;
}

export async function startGuardProcess(options: WorkerOptions): Promise<GuardProcess> {
  const child = fork(program, [JSON.stringify(options)], {
    execArgv: ['--conditions=@countersign/source', '--disable-warning=ExperimentalWarning'],
    serialization: 'advanced',
  });
  // Each order that is under way listens.
  child.setMaxListeners(0);
  // What it said before it ended is read by then; at `exit` it may not be.
  const ended = once(child, 'disconnect');
  let orders = 0;

  /** The first message that `read` makes something of. */
  function hear<T>(read: (message: FromWorker) => T | undefined): Promise<T | 'killed'> {
    return new Promise((resolve) => {
      const settle = (result: T | 'killed') => {
        child.off('message', onMessage).off('disconnect', onEnd);
        resolve(result);
      };
      const onMessage = (message: FromWorker) => {
        const result = read(message);
        if (result !== undefined) settle(result);
      };
      const onEnd = () => settle('killed');
      child.on('message', onMessage).on('disconnect', onEnd);
      if (!child.connected) onEnd();
    });
  }

  const tell = (message: ToWorker) => void (child.connected && child.send(message, () => undefined));

  if ((await hear(({ kind }) => kind === 'ready' || undefined)) === 'killed') {
    throw new Error('the process ended before it was ready');
  }

  return {
    claim(claims, onOutcome) {
      orders += 1;
      const order = orders;
      const slowest = hear((message) => {
        if (!('order' in message) || message.order !== order) return undefined;
        if (message.kind === 'done') return message.slowest;
        for (const [index, outcome] of message.outcomes) onOutcome(index, outcome);
        return undefined;
      });
      tell({ do: 'claim', order, ...claims });
      return slowest;
    },
    async setClock(now) {
      const set = hear(({ kind }) => kind === 'clock set' || undefined);
      tell({ do: 'set clock', now });
      await set;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
