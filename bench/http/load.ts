// The load of the bench, in a process of its own: so many requests over so many connections, each when it is told to.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface Load {
  readonly port: number;
  readonly authorization: string;
  readonly requests: number;
  readonly connections: number;
}

process.on('message', (load: Load) => {
  void send(load).then((milliseconds) => process.send?.({ milliseconds }));
});
process.on('disconnect', () => process.exit());

async function send({ port, authorization, requests, connections }: Load): Promise<number> {
  const bytes = Buffer.from(
    `GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: ${authorization}\r\n\r\n`,
  );
  const sockets = await Promise.all(
    Array.from({ length: connections }, async () => {
      const socket = connect(port, '127.0.0.1').setNoDelay();
      await once(socket, 'connect');
      return socket;
    }),
  );
  const started = performance.now();
  let left = requests;
  await Promise.all(
    sockets.map(async (socket) => {
      while (left-- > 0) await exchange(socket, bytes);
    }),
  );
  const took = performance.now() - started;
  for (const socket of sockets) socket.destroy();
  return took;
}

/** The answers are short: each comes in one piece. */
function exchange(socket: Socket, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('data', (answer) => {
      if (answer.toString('latin1', 9, 12) === '200') resolve();
      else reject(new Error(`answered ${answer.toString('latin1', 0, 40)}`));
    });
    socket.write(bytes);
  });
}
