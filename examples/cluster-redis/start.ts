// Two processes of one API, each on a port of its own, as two machines behind one address would be.
//
//   REDIS_URL=redis://127.0.0.1:6379 npm start
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const { PORTS = '3001 3002' } = process.env;
const server = fileURLToPath(new URL('server.ts', import.meta.url));

const processes = PORTS.split(' ').map((PORT) => fork(server, { env: { ...process.env, PORT } }));
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    for (const one of processes) one.kill(signal);
  });
}
