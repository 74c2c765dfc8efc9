// Four workers behind one port. What one of them accepted, none accepts again: not at the same moment, not after a
// restart of them all. They share a file, and nothing else.
//
//   npm start
import cluster from 'node:cluster';
import { memoryDirectory, sqliteReplayGuard } from '@countersign/core';
import { authOf, guard } from '@countersign/express';
import { placetopay } from '@countersign/providers';
import express from 'express';

const { PORT = '3000', SECRET_KEY = 'siteSecretKey', REPLAY_FILE = 'replay.sqlite' } = process.env;
const WORKERS = 4;
const RESTART_AFTER_MS = 200;

if (cluster.isPrimary) supervise();
else serve();

function serve(): void {
  const replay = sqliteReplayGuard({ path: REPLAY_FILE });
  const microsite = placetopay({
    directory: memoryDirectory([{ id: 'siteLogin', secrets: [SECRET_KEY] }]),
    replay,
  });

  const app = express();
  app.use((_req, res, next) => {
    res.set('X-Worker', String(process.pid));
    next();
  });
  app.post('/microsite/debts', guard(microsite), (req, res) => {
    res.json({ status: { status: 'OK' }, site: authOf(req, microsite).principal.account, debts: [] });
  });

  const server = app.listen(Number(PORT), '127.0.0.1');
  process.once('SIGTERM', () => {
    server.close(() => {
      replay.close();
      process.exit();
    });
    server.closeIdleConnections();
  });
  // A Ctrl-C reaches the workers as well: they leave when the primary tells them to.
  process.on('SIGINT', () => {});
}

function supervise(): void {
  let stopping = false;
  let listening = 0;
  cluster.on('listening', () => {
    listening += 1;
    if (listening === WORKERS) console.log(`http://127.0.0.1:${PORT}, ${WORKERS} workers`);
  });
  cluster.on('exit', () => {
    // Not at once: a worker that cannot start would be started as fast as it fails.
    setTimeout(() => stopping || cluster.fork(), RESTART_AFTER_MS);
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      stopping = true;
      for (const worker of Object.values(cluster.workers ?? {})) worker?.process.kill('SIGTERM');
    });
  }
  for (let started = 0; started < WORKERS; started += 1) cluster.fork();
}
