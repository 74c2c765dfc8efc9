import { expect, test } from 'vitest';
import { CaseFailed, CaseSkipped } from '../contract-case.ts';
import type { BoundCase } from '../profiles/profile.ts';
import type { Answer } from '../request.ts';
import { NoAnswer, NoConnection } from './no-answer.ts';
import type { Target } from './open-target.ts';
import { runCases } from './run-cases.ts';

const get = { method: 'GET', path: '/', headers: [] };
const answer: Answer = { status: 200, headers: {}, text: '', json: undefined, milliseconds: 1 };

function targetThat(send: Target['send']): Target {
  return { url: 'http://server.example', send, [Symbol.asyncDispose]: async () => {} };
}

function caseOf(name: string, run: BoundCase['run']): BoundCase {
  const text = { sent: 'a request', expected: 'an answer', why: 'It matters.', source: 'RFC 9110' };
  return { id: `fake/${name}`, name, level: 'required', ...text, run };
}

const answering = targetThat(async () => answer);

test('what a case throws says how it ended', async () => {
  let sent = 0;
  const results = await runCases(
    [
      caseOf('passes', async ({ send }) => void (await send(get))),
      caseOf('fails', async () => {
        throw new CaseFailed('it was answered 500');
      }),
      caseOf('skips', async () => {
        throw new CaseSkipped('needs another account');
      }),
      caseOf('is-not-answered', async ({ send }) => void (await send(get))),
    ],
    targetThat(async () => {
      if (sent++ === 0) return answer;
      throw new NoAnswer('the server hung up: socket hang up');
    }),
    { concurrency: 1 },
  );
  expect(results.map(({ name, outcome, reason }) => ({ name, outcome, reason }))).toEqual([
    { name: 'passes', outcome: 'passed', reason: undefined },
    { name: 'fails', outcome: 'failed', reason: 'it was answered 500' },
    { name: 'skips', outcome: 'skipped', reason: 'needs another account' },
    { name: 'is-not-answered', outcome: 'failed', reason: 'the server hung up: socket hang up' },
  ]);
  expect(results.map(({ exchanges }) => exchanges)).toEqual([
    [{ request: get, answer }],
    [],
    [],
    [{ request: get, answer: undefined }],
  ]);
});

test.each([{ concurrency: 1 }, { concurrency: 3 }])(
  'no more than $concurrency at a time, in order',
  async ({ concurrency }) => {
    let underWay = 0;
    let most = 0;
    const names = Array.from({ length: 8 }, (_, index) => `case-${index}`);
    const cases = names.map((name, index) =>
      caseOf(name, async () => {
        most = Math.max(most, ++underWay);
        for (let turns = 8 - index; turns > 0; turns--) await Promise.resolve();
        underWay -= 1;
      }),
    );
    const told: string[] = [];
    const results = await runCases(cases, answering, {
      concurrency,
      onResult: ({ name }, { done, of }) => told.push(`${name} ${done}/${of}`),
    });
    expect(most).toBe(concurrency);
    expect(results.map(({ name }) => name)).toEqual(names);
    expect(told).toHaveLength(8);
    expect(told.at(-1)).toMatch(/ 8\/8$/);
  },
);

test.each([0, -1, 1.5, Number.NaN])('%s cases at a time is no number of cases', async (concurrency) => {
  await expect(runCases([], answering, { concurrency })).rejects.toThrow(/^concurrency must be/);
});

test('the first that finds nobody ends the run, and says where it was', async () => {
  let begun = 0;
  const cases = Array.from({ length: 9 }, (_, index) =>
    caseOf(`case-${index}`, async ({ send }) => {
      begun += 1;
      await send(get);
    }),
  );
  const gone = targetThat(async () => {
    throw new NoConnection('connect ECONNREFUSED');
  });
  await expect(runCases(cases, gone, { concurrency: 2 })).rejects.toThrow(
    new NoConnection('http://server.example: connect ECONNREFUSED, at fake/case-0'),
  );
  expect(begun).toBe(2);
});

test('what is under way has ended when a run has', async () => {
  const told: string[] = [];
  const cases = [
    caseOf('waits', ({ send }) => send({ ...get, path: '/slow' }).then(() => {})),
    caseOf('finds-nobody', ({ send }) => send(get).then(() => {})),
  ];
  const target = targetThat(async ({ path }, signal) => {
    if (path === '/') throw new NoConnection('connect ECONNREFUSED');
    return new Promise((_resolve, reject) =>
      signal?.addEventListener('abort', () => {
        told.push('broken off');
        reject(signal.reason);
      }),
    );
  });
  await expect(
    runCases(cases, target, { concurrency: 2, onResult: ({ name }) => told.push(name) }),
  ).rejects.toThrow(NoConnection);
  expect(told).toEqual(['broken off']);
});

test('a mistake in a case ends the run with it', async () => {
  const broken = caseOf('is-broken', async () => {
    throw new RangeError('a mistake of our own');
  });
  await expect(runCases([broken], answering)).rejects.toThrow(RangeError);
});

test('a signal ends the run with its reason, also before it began', async () => {
  const controller = new AbortController();
  const cases = ['one', 'two'].map((name) => caseOf(name, async () => controller.abort(new Error('enough'))));
  await expect(runCases(cases, answering, { signal: controller.signal, concurrency: 1 })).rejects.toThrow(
    'enough',
  );
  await expect(runCases(cases, answering, { signal: controller.signal })).rejects.toThrow('enough');
});

test('of requests that are sent at once all end before their case does', async () => {
  let ended = 0;
  const [result] = await runCases(
    [caseOf('at-once', ({ sendAtOnce }) => sendAtOnce([get, { ...get, path: '/slow' }]).then(() => {}))],
    targetThat(async ({ path }) => {
      if (path === '/') throw new NoAnswer('the server hung up');
      await new Promise((resolve) => setImmediate(resolve));
      ended += 1;
      return answer;
    }),
  );
  expect(result).toMatchObject({ outcome: 'failed', reason: 'the server hung up' });
  expect(ended).toBe(1);
});
