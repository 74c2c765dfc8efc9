import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type CallAnswer, post } from './support/call.ts';
import { freePort } from './support/free-port.ts';
import { placetopayAuth } from './support/placetopay-auth.ts';
import { type RunningProgram, startSource } from './support/running-program.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

let program: RunningProgram | undefined;
afterEach(async () => {
  await program?.stop();
});

async function start(file: string): Promise<string> {
  const port = await freePort();
  program = startSource('examples/cluster-sqlite/server.ts', [], { PORT: String(port), REPLAY_FILE: file });
  await program.printed(/4 workers/);
  return `http://127.0.0.1:${port}/microsite/debts`;
}

const statusesOf = (answers: readonly CallAnswer[]) => answers.map(({ status }) => status).toSorted();
const workersOf = (answers: readonly CallAnswer[]) =>
  [...new Set(answers.map(({ headers }) => Number(headers['x-worker'])))].toSorted();

test('four workers accept a request once between them, and not again after a restart', async () => {
  const file = join(temporaryFolder(), 'replay.sqlite');
  const url = await start(file);
  const auth = placetopayAuth();
  // Each over a connection of its own: they are dealt out to the workers.
  const answers = await Promise.all(Array.from({ length: 64 }, () => post(url, { auth })));
  expect(statusesOf(answers)).toEqual([200, ...Array.from({ length: 63 }, () => 401)]);
  expect(answers.find(({ status }) => status === 200)?.json).toMatchObject({ site: 'siteLogin' });
  expect(answers.find(({ status }) => status === 401)?.json).toMatchObject({
    status: { status: 'FAILED', message: 'Autenticación fallida 103' },
  });
  expect(workersOf(answers)).toHaveLength(4);
  expect((await post(url, { auth: placetopayAuth() })).status).toBe(200);

  // One that is killed takes nothing with it, and another takes its place.
  const [victim = 0] = workersOf(answers);
  process.kill(victim, 'SIGKILL');
  const afterwards = await Promise.allSettled(Array.from({ length: 16 }, () => post(url, { auth })));
  for (const answer of afterwards) {
    if (answer.status === 'fulfilled') expect(answer.value.status).toBe(401);
  }

  expect((await program?.stop())?.code).toBe(0);
  const restarted = await start(file);
  const again = await Promise.all(Array.from({ length: 16 }, () => post(restarted, { auth })));
  expect(new Set(statusesOf(again))).toEqual(new Set([401]));
  expect(workersOf(again)).toHaveLength(4);
  expect((await post(restarted, { auth: placetopayAuth() })).status).toBe(200);
});
