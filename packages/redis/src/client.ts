/** A client of the package `ioredis`, version 5 or newer: of one server, or of the master that Sentinel names. */
export interface IoredisClient {
  readonly status: string;
  call(command: string, args: string[]): Promise<unknown>;
  connect(): Promise<unknown>;
  on(event: 'ready' | 'reconnecting', listener: () => void): unknown;
}

/** A client of the package `redis` (node-redis), version 4 or newer: of one server. */
export interface NodeRedisClient {
  readonly isReady: boolean;
  sendCommand(args: string[]): Promise<unknown>;
  on(event: 'ready' | 'reconnecting', listener: () => void): unknown;
}

export type RedisClient = IoredisClient | NodeRedisClient;

/** What the two kinds of client have in common. */
export interface CommonClient {
  isReady(): boolean;
  send(command: string[]): Promise<unknown>;
  on(event: 'ready' | 'reconnecting', listener: () => void): void;
}

// What only clients of several servers have: clusters of both packages, pools and Sentinel clients of node-redis.
const ofSeveralServers = ['slots', 'totalClients', 'getSentinelNode'];

/** @throws TypeError for what is no client, or one of several servers. */
export function commonClient(client: RedisClient): CommonClient {
  if (typeof client === 'object' && client !== null) {
    if (ofSeveralServers.some((name) => name in client)) {
      throw new TypeError(
        'client must be a client of one server: a cluster, a pool or a createSentinel is not',
      );
    }
    if (isIoredis(client)) return ofIoredis(client);
    if (isNodeRedis(client)) return ofNodeRedis(client);
  }
  throw new TypeError(
    'client must be one of ioredis, such as new Redis(url), or of redis, such as createClient({ url })',
  );
}

function ofIoredis(client: IoredisClient): CommonClient {
  // With lazyConnect: nothing is sent before there is a connection, so nothing else would make one.
  if (client.status === 'wait') client.connect().catch(() => {});
  return {
    isReady: () => client.status === 'ready',
    send: ([command = '', ...args]) => client.call(command, args),
    on: (event, listener) => client.on(event, listener),
  };
}

function ofNodeRedis(client: NodeRedisClient): CommonClient {
  return {
    isReady: () => client.isReady,
    send: (command) => client.sendCommand(command),
    on: (event, listener) => client.on(event, listener),
  };
}

function isIoredis(client: object): client is IoredisClient {
  return 'status' in client && 'call' in client && typeof client.call === 'function';
}

function isNodeRedis(client: object): client is NodeRedisClient {
  return 'isReady' in client && 'sendCommand' in client && typeof client.sendCommand === 'function';
}
