import { commonClient, type RedisClient } from './client.ts';

/** A client's connection: it comes and goes, and whoever is at the other end may be another each time. */
export interface Connection {
  send(command: string[]): Promise<unknown>;
  /** How many times it was lost, or could not be made. */
  readonly interruptions: number;
  /** Called each time there is a connection again, before anything is sent over it. */
  onReady(listener: () => void): void;
  /** @throws where there is none by the deadline, in milliseconds of `performance.now()` */
  ready(deadline: number): Promise<void>;
}

// One for each client, however many guards and lists use it: they share its listeners.
const connections = new WeakMap<RedisClient, Connection>();

/** @throws TypeError for what is no client of one server. */
export function connectionOf(client: RedisClient): Connection {
  const known = connections.get(client);
  if (known) return known;
  const connection = connectionThrough(client);
  connections.set(client, connection);
  return connection;
}

function connectionThrough(client: RedisClient): Connection {
  const { isReady, send, on } = commonClient(client);
  const listeners: (() => void)[] = [];
  const waiting = new Set<() => void>();
  let interruptions = 0;

  on('ready', () => {
    for (const listener of listeners) listener();
    for (const goOn of waiting) goOn();
  });
  on('reconnecting', () => {
    interruptions += 1;
  });

  return {
    send,
    get interruptions() {
      return interruptions;
    },
    onReady: (listener) => void listeners.push(listener),
    async ready(deadline) {
      if (isReady()) return;
      await new Promise<void>((resolve, reject) => {
        const goOn = () => {
          clearTimeout(timer);
          waiting.delete(goOn);
          resolve();
        };
        const timer = setTimeout(() => {
          waiting.delete(goOn);
          reject(new Error('there is no connection to Redis'));
        }, millisecondsTo(deadline));
        waiting.add(goOn);
      });
    },
  };
}

/** For a timer: a deadline that has passed is one that passes now. */
export function millisecondsTo(deadline: number): number {
  return Math.max(1, deadline - performance.now());
}
