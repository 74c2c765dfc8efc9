import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { repository } from '../support/running-program.ts';

interface Ran {
  readonly ancestorTitles: readonly string[];
  readonly title: string;
  readonly status: string;
  readonly failureMessages: readonly string[];
}

interface RanFile {
  readonly name: string;
  readonly status: string;
  readonly message: string;
  readonly assertionResults: readonly Ran[];
}

let files: readonly RanFile[] = [];
beforeAll(async () => {
  const config = join(repository, 'test/contract/vitest-suite/vitest.config.ts');
  const args = [
    join(repository, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--config',
    config,
    '--reporter',
    'json',
  ];
  // Vitest itself would not run in a run of its own.
  const env = { ...process.env, VITEST: undefined, VITEST_POOL_ID: undefined, VITEST_WORKER_ID: undefined };
  const folder = mkdtempSync(join(tmpdir(), 'countersign-vitest-'));
  const report = join(folder, 'report.json');
  // Some of them fail, and so does the run.
  await promisify(execFile)(process.execPath, [...args, '--outputFile', report], {
    cwd: repository,
    env,
  }).catch(() => {});
  files = JSON.parse(readFileSync(report, 'utf8')).testResults;
  rmSync(folder, { recursive: true });
});

function suite(name: string): RanFile {
  const found = files.find((file) => file.name.endsWith(`/${name}.fixture.ts`));
  if (!found) throw new Error(`${name} did not run`);
  return found;
}

const statusesOf = ({ assertionResults }: RanFile) =>
  Object.fromEntries(assertionResults.map(({ title, status }) => [title, status]));

test('an Express app as it is: each case is a test, and a case that cannot be told is skipped', () => {
  const { assertionResults, status } = suite('guarded');
  expect(status).toBe('passed');
  expect(assertionResults[0]?.ancestorTitles).toEqual(['contract basic']);
  expect(statusesOf(suite('guarded'))).toMatchObject({
    'basic/refuses-the-right-pair': 'passed',
    'basic/accepts-a-wrong-secret': 'passed',
    'basic/splits-at-the-second-colon': expect.stringMatching(/skipped|pending/),
  });
});

test('a failure says what came back, what must, why, where that is written, and how to send it again', () => {
  expect(statusesOf(suite('open'))).toMatchObject({
    'basic/refuses-the-right-pair': 'passed',
    'basic/accepts-a-wrong-secret': 'failed',
  });
  const { assertionResults } = suite('open');
  const failed = assertionResults.find(({ title }) => title === 'basic/accepts-a-wrong-secret');
  const [message = ''] = failed?.failureMessages ?? [];
  expect(message).toMatch(/it must be refused \(401\), and was answered 200/);
  expect(message).toMatch(/^sent: .+\nexpected: .+\nwhy: .+\nsource: RFC 7617, section 2\nagain: curl .+$/m);
});

test('a target that is made when it is wanted, and closed', () => {
  expect(statusesOf(suite('lazy'))).toEqual({
    'basic/refuses-the-right-pair': 'passed',
    'what was made for the suite is closed after it': 'passed',
  });
});

test('credentials that lack something fail the suite, and name it all', () => {
  const { status, message, assertionResults } = suite('incomplete');
  expect(status).toBe('failed');
  const told = [message, ...assertionResults.flatMap(({ failureMessages }) => failureMessages)].join('\n');
  expect(told).toMatch(/account\.secret must be/);
  expect(told).toMatch(/request\.path must be/);
});

test('advice fails, unless it is only to be told', () => {
  const statuses = suite('advice').assertionResults.map(({ ancestorTitles, title, status }) => [
    ...ancestorTitles,
    title,
    status,
  ]);
  expect(statuses).toEqual([
    ['advice that fails', 'fake/is-unfriendly (advice)', 'failed'],
    ['advice that is told', 'fake/is-unfriendly (advice)', expect.stringMatching(/skipped|pending/)],
  ]);
});
