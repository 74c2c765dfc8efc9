import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { guarded, otherConnection, start, WINDOW_MS } from '../../../../test/support/sqlite-guard.ts';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { sqliteReplayGuard } from './sqlite-replay-guard.ts';

describe('a claim', () => {
  test('is fresh once, and seen from then on', async () => {
    const { claim } = guarded();
    expect(await claim('a', 0)).toBe('fresh');
    expect(await claim('a', 0)).toBe('seen');
    expect(await claim('a', 1)).toBe('seen');
    expect(await claim('b', 0)).toBe('fresh');
  });

  test.each([64, 1000])('is fresh for exactly one of %i at once', async (count) => {
    const { claim } = guarded();
    const claims = await Promise.all(Array.from({ length: count }, () => claim('a', 0)));
    expect(claims.toSorted()).toEqual(['fresh', ...Array.from({ length: count - 1 }, () => 'seen')]);
  });

  test('is seen by every guard of the same file', async () => {
    const { path, claim } = guarded();
    const { claim: other } = guarded({ path });
    const claims = await Promise.all(Array.from({ length: 64 }, (_, i) => (i % 2 ? claim : other)('a', 0)));
    expect(claims.toSorted()).toEqual(['fresh', ...Array.from({ length: 63 }, () => 'seen')]);
  });

  test('is one of its account alone, however account and key are cut', async () => {
    const { claim } = guarded();
    const cuts = [
      ['a', 'bc'],
      ['ab', 'c'],
      ['', 'abc'],
      ['abc', ''],
      ['1:a', 'bc'],
      ['a', ':bc'],
      ['a:', 'bc'],
      ['a\0', 'bc'],
      ['__proto__', 'bc'],
      ["'; DROP TABLE countersign_claim; --", 'bc'],
    ] as const;
    for (const [account, key] of cuts) expect(await claim(key, 0, account)).toBe('fresh');
    for (const [account, key] of cuts) expect(await claim(key, 0, account)).toBe('seen');
  });

  test.each([
    { seed: Number.NaN, acceptableUntil: start },
    { seed: Infinity, acceptableUntil: start },
    { seed: 8.64e15 + 1, acceptableUntil: start },
    { seed: start, acceptableUntil: Number.NaN },
    { seed: start, acceptableUntil: Infinity },
    { seed: start, acceptableUntil: 8.64e15 + 1 },
    { seed: `${start}` as never, acceptableUntil: start },
    { seed: undefined as never, acceptableUntil: start },
  ])('with the times $seed and $acceptableUntil rejects', async ({ seed, acceptableUntil }) => {
    const { guard, claim } = guarded();
    await expect(guard.claim('a', acceptableUntil, { account: 'site', seed })).rejects.toThrow(
      'seed and acceptableUntil must be milliseconds since the epoch',
    );
    expect(await claim('a', 0)).toBe('fresh');
  });

  test('takes the last times there are, and forgets them as any others', async () => {
    const { guard, clock } = guarded();
    const last = () => guard.claim('a', 8.64e15, { account: 'site', seed: 8.64e15 });
    expect(await last()).toBe('fresh');
    expect(await last()).toBe('seen');
    clock.advance({ seconds: (8.64e15 - start) / 1000 + 601 });
    expect(await last()).toBe('too-old');
  });

  test('leaves nothing in the files from which account or key can be read', async () => {
    const { path, claim } = guarded();
    expect(await claim('sha256:YIgUNuYunsTQa6LDN6VgS8g2oOOSFm6un/SuQRQE8wc=', 0, 'siteLogin')).toBe('fresh');
    for (const file of [path, `${path}-wal`]) {
      expect(readFileSync(file, 'latin1')).not.toMatch(/siteLogin|YIgUNuYu|sha256:/);
    }
  });
});

describe('after a restart', () => {
  test('what was used stays used, and what was not can be', async () => {
    const { path, guard, claim } = guarded();
    expect(await claim('a', 0)).toBe('fresh');
    guard.close();
    const { claim: again } = guarded({ path });
    expect(await again('a', 0)).toBe('seen');
    expect(await again('b', -299)).toBe('fresh');
  });

  test.each([
    { what: 'before the second in which the file was made', sinceSecond: -1, claim: 'too-old' },
    { what: 'at that second', sinceSecond: 0, claim: 'fresh' },
    { what: 'after it', sinceSecond: 1000, claim: 'fresh' },
    { what: 'a fraction of a millisecond before it', sinceSecond: -0.0005, claim: 'too-old' },
  ])('a seed $what ($sinceSecond ms) is $claim', async ({ sinceSecond, claim }) => {
    const path = join(temporaryFolder(), 'replay.sqlite');
    // Made 999 ms into a second; that it is opened once more later changes nothing.
    sqliteReplayGuard({ path, clock: () => start + 999 }).close();
    const guard = sqliteReplayGuard({ path, clock: () => start + 60_000 });
    const seed = start + sinceSecond;
    expect(await guard.claim('a', seed + WINDOW_MS, { account: 'site', seed })).toBe(claim);
    guard.close();
  });

  test.each([
    { what: 'before the second of the first start after it', sinceSecond: -1, claim: 'too-old' },
    { what: 'from then on', sinceSecond: 0, claim: 'fresh' },
  ])('of the machine, a seed $what is $claim', async ({ sinceSecond, claim }) => {
    const { path, guard } = guarded();
    guard.close();
    const db = otherConnection(path);
    db.exec("UPDATE countersign_boot SET id = 'the run of the system before'");
    db.close();
    // The power may have taken the last claims with it. Whoever starts after the first finds that settled.
    sqliteReplayGuard({ path, clock: () => start + 999 }).close();
    const next = sqliteReplayGuard({ path, clock: () => start + 60_000 });
    const seed = start + sinceSecond;
    expect(await next.claim('a', seed + WINDOW_MS, { account: 'site', seed })).toBe(claim);
    next.close();
  });
});

describe('close', () => {
  test('lets go of the file, for good', async () => {
    const { guard, claim } = guarded();
    expect(await claim('a', 0)).toBe('fresh');
    guard.close();
    guard.close();
    await expect(claim('b', 0)).rejects.toThrow(/was closed/);
  });

  test('rejects the claims that were waiting', async () => {
    const { guard, claim } = guarded();
    const waiting = Promise.allSettled([claim('a', 0), claim('b', 0)]);
    guard.close();
    expect(await waiting).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }]);
  });
});

test('more claims than can be answered soon are refused at once', async () => {
  const { claim } = guarded();
  const claims = await Promise.allSettled(Array.from({ length: 10_002 }, (_, i) => claim(`k${i}`, 0)));
  const refused = claims.filter(({ status }) => status === 'rejected');
  expect(refused).toHaveLength(2);
  expect(refused[0]).toMatchObject({ reason: { message: '10000 claims are waiting for the database' } });
});

describe('wrong configuration throws', () => {
  test.each([
    { options: { path: '' }, message: /^path must name a file that all processes share, such as/ },
    { options: { path: ':memory:' }, message: /^path must name a file/ },
    { options: { path: 'a\0b' }, message: /^path must name a file/ },
    { options: { path: undefined as never }, message: /^path must name a file/ },
    { options: { path: new URL('file:///tmp/a.sqlite') as never }, message: /^path must name a file/ },
    { options: { path: 'FOLDER/none/a.sqlite' }, message: /^path: there is no directory .*none, make it/ },
    { options: { path: 'FOLDER/file/a.sqlite' }, message: /^path: there is no directory .*file, make it/ },
    { options: { path: 'FOLDER' }, message: /^path: .* is a directory, name a file in it/ },
    { options: { clockSkewSeconds: -1 }, message: /^clockSkewSeconds must be a number of seconds/ },
    { options: { clockSkewSeconds: Number.NaN }, message: /^clockSkewSeconds/ },
    { options: { clockSkewSeconds: '600' as never }, message: /^clockSkewSeconds/ },
    { options: { busyTimeoutMilliseconds: -1 }, message: /^busyTimeoutMilliseconds must be a number/ },
    { options: { busyTimeoutMilliseconds: Infinity }, message: /^busyTimeoutMilliseconds/ },
    { options: { clock: 5 as never }, message: /^clock must be a function/ },
    { options: { clock: () => Number.NaN }, message: /^clock must give milliseconds/ },
  ])('$options', ({ options, message }) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), '');
    const path = join(folder, 'a.sqlite');
    const given = { path, ...options };
    if (typeof given.path === 'string') given.path = given.path.replace('FOLDER', folder);
    expect(() => sqliteReplayGuard(given)).toThrow(
      expect.objectContaining({ name: 'TypeError', message: expect.stringMatching(message) }),
    );
  });
});
