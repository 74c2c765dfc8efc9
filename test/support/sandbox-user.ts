// A program that does what a test does with a sandbox, and then nothing: it ends when nothing is left open.
import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { connect } from 'node:net';
import { startSandbox } from '@countersign/sandbox';
import { post } from './call.ts';

const [tlsPort] = process.argv.slice(2);
const sandbox = await startSandbox({ tlsPort: tlsPort === 'false' ? false : 0, throttle: true });

// Refused, and counted by the throttle; the connection is kept alive, and nothing of it keeps this process.
await post(`${sandbox.url}/api/session`, { auth: {} });
const [kept] = await once(
  get(`${sandbox.url}/healthz`, { agent: new Agent({ keepAlive: true }) }),
  'response',
);
kept.resume();
await once(kept, 'end');

const halfSent = connect(Number(new URL(sandbox.url).port), '127.0.0.1');
halfSent.on('error', () => {});
await once(halfSent, 'connect');
halfSent.write('POST /api/session HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{');

const taken = Number(new URL(sandbox.url).port);
const failed = await startSandbox({ port: taken }).catch(() => 'failed');
if (failed !== 'failed') throw new Error('two sandboxes on one port');

await sandbox.close();
process.stdout.write('closed\n');
