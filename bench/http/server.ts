// One server of the bench, in a process of its own: tells its port, and the CPU time it has used whenever it is asked.
import type { AddressInfo } from 'node:net';
import express from 'express';
import { servers } from './servers.ts';

const handler = await servers[process.argv[2] ?? '']?.();
if (!handler) throw new Error('there is no such server');
const app = express().disable('x-powered-by').disable('etag');
app.get('/', handler, (_request, response) => void response.json({ ok: true }));
const server = app.listen(0, '127.0.0.1', () =>
  process.send?.({ port: (server.address() as AddressInfo).port }),
);
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpu: user + system });
});
process.on('disconnect', () => process.exit());
