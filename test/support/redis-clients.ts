import type { RedisClient } from '@countersign/redis';
import { Redis } from 'ioredis';
import { createClient } from 'redis';

/** A client of either package, for a test that means both. */
export interface TestClient extends Disposable {
  readonly client: RedisClient;
  send(...command: string[]): Promise<unknown>;
}

interface Endpoint {
  readonly port: number;
}

/** Both kinds of client as an application makes them, but quick to connect again. */
export const clientKinds = [
  { kind: 'ioredis', connected: ioredisClient },
  { kind: 'node-redis', connected: nodeRedisClient },
] as const;

async function ioredisClient({ port }: Endpoint): Promise<TestClient> {
  const client = new Redis(port, { retryStrategy: () => 50, lazyConnect: true });
  client.on('error', () => {});
  await client.connect();
  return {
    client,
    send: (command, ...args) => client.call(command ?? '', args),
    [Symbol.dispose]: () => client.disconnect(),
  };
}

async function nodeRedisClient({ port }: Endpoint): Promise<TestClient> {
  const client = createClient({ url: `redis://127.0.0.1:${port}`, socket: { reconnectStrategy: () => 50 } });
  client.on('error', () => {});
  await client.connect();
  return {
    client,
    send: (...command: string[]) => client.sendCommand(command),
    [Symbol.dispose]: () => client.destroy(),
  };
}
