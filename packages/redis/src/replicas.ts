import type { CompleteRedisOptions } from './redis-options.ts';

/** Waits, after a write, for the replicas that must have it too (`WAIT`). */
export interface Replicas {
  /** To be sent right behind the write: one command, or none where no replica is waited for. */
  readonly wait: readonly string[][];
  /** Whether the reply to it says that enough have the write. */
  suffice(reply: unknown): boolean;
  readonly lacking: string;
}

type ReplicaOptions = Pick<CompleteRedisOptions, 'minReplicas' | 'timeoutMilliseconds'>;

export function replicas({ minReplicas, timeoutMilliseconds }: ReplicaOptions): Replicas {
  // Half of the time, so that Redis can still say how many there were before nobody waits for it any more.
  const milliseconds = String(Math.ceil(timeoutMilliseconds / 2));
  return {
    wait: minReplicas === 0 ? [] : [['WAIT', String(minReplicas), milliseconds]],
    suffice: (reply) => minReplicas === 0 || Number(reply) >= minReplicas,
    lacking: `fewer than ${minReplicas} replicas have acknowledged what was written`,
  };
}
