import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { movableClock } from '../../../../test/support/movable-clock.ts';
import { guarded, numberFrom, otherConnection, START, start } from '../../../../test/support/sqlite-guard.ts';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { sqliteReplayGuard } from './sqlite-replay-guard.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

/** The first claim that is answered again: after a failure the file is left alone for a moment. */
async function healed(claim: () => Promise<string>): Promise<string> {
  return vi.waitFor(claim, { timeout: 30_000, interval: 20 });
}

/** Every connection runs this before each transaction: the limits of a connection stand in for those of a disk. */
function beforeTransactions(pragma: () => string): void {
  const { exec } = DatabaseSync.prototype;
  vi.spyOn(DatabaseSync.prototype, 'exec').mockImplementation(function (this: DatabaseSync, sql) {
    if (sql.startsWith('BEGIN')) exec.call(this, pragma());
    exec.call(this, sql);
  });
}

/** What happens while a commit is under way, once. */
function atTheCommit(happens: () => void): void {
  const { exec } = DatabaseSync.prototype;
  const spy = vi.spyOn(DatabaseSync.prototype, 'exec').mockImplementation(function (this: DatabaseSync, sql) {
    exec.call(this, sql);
    if (sql !== 'COMMIT') return;
    spy.mockRestore();
    happens();
  });
}

/** What is in the database now, as a file of its own. */
function copyOf(path: string): string {
  const copy = `${path}-copy`;
  const db = otherConnection(path);
  db.exec(`VACUUM INTO '${copy}'`);
  db.close();
  return copy;
}

/** As another process would: closing a file that this process has open as a database would let go of its locks. */
function scribble(path: string, bytes: string): void {
  const write = "require('fs').writeFileSync(process.argv[1], process.argv[2])";
  execFileSync(process.execPath, ['-e', write, path, bytes]);
}

describe('locked by another process', () => {
  test('a claim waits, without holding up the event loop, and is answered once it is free', async () => {
    const { path, claim } = guarded({ busyTimeoutMilliseconds: 20_000 });
    const db = otherConnection(path);
    db.exec('BEGIN IMMEDIATE');
    const waiting = [claim('a', 0), claim('a', 0)];
    // The lock is given back by this same event loop.
    await setTimeout(50);
    db.exec('ROLLBACK');
    expect(await Promise.all(waiting)).toEqual(['fresh', 'seen']);
  });

  test.each(['BEGIN IMMEDIATE', 'BEGIN EXCLUSIVE'])(
    'for too long (%s): it throws, and heals',
    async (begin) => {
      const { path, claim } = guarded({ busyTimeoutMilliseconds: 30 });
      const db = otherConnection(path);
      db.exec(begin);
      const claims = await Promise.allSettled([claim('a', 0), claim('b', 0)]);
      expect(claims).toMatchObject([
        { status: 'rejected', reason: { message: 'database is locked' } },
        { status: 'rejected', reason: { message: 'database is locked' } },
      ]);
      db.exec('ROLLBACK');
      // Nothing was used up by a claim that threw.
      expect(await claim('a', 0)).toBe('fresh');
    },
  );

  test('while it is opened, too', async () => {
    const { path, guard } = guarded();
    guard.close();
    const db = otherConnection(path);
    db.exec('BEGIN IMMEDIATE');
    const { claim } = guarded({ path, busyTimeoutMilliseconds: 30 });
    await expect(claim('a', 0)).rejects.toThrow('database is locked');
    db.exec('ROLLBACK');
    expect(await claim('a', 0)).toBe('fresh');
  });
});

describe('full', () => {
  test('it throws, forgets nothing, and heals', async () => {
    const { claim } = guarded();
    let limit = 'PRAGMA max_page_count = 1';
    beforeTransactions(() => limit);
    const claimAll = () =>
      Promise.allSettled(Array.from({ length: 1000 }, (_, i) => healed(() => claim(`k${i}`, 0))));
    const first = await Promise.allSettled(Array.from({ length: 1000 }, (_, i) => claim(`k${i}`, 0)));
    const reasons = first.filter((one) => one.status === 'rejected').map(({ reason }) => String(reason));
    expect(reasons[0]).toMatch(/cannot be used: database or disk is full/);

    limit = 'PRAGMA max_page_count = 1000000';
    const second = await claimAll();
    for (const [i, one] of first.entries()) {
      const accepted = one.status === 'fulfilled';
      expect(second[i]).toEqual({ status: 'fulfilled', value: accepted ? 'seen' : 'fresh' });
    }
  });
});

describe('read-only', () => {
  test('it throws, forgets nothing, and heals', async () => {
    const { claim } = guarded();
    expect(await claim('a', 0)).toBe('fresh');
    let readOnly = 'PRAGMA query_only = 1';
    beforeTransactions(() => readOnly);
    await expect(claim('a', 0)).rejects.toThrow(/cannot be used: attempt to write a readonly database/);
    await expect(claim('b', 0)).rejects.toThrow(/readonly/);
    readOnly = 'PRAGMA query_only = 0';
    expect(await healed(() => claim('a', 0))).toBe('seen');
    expect(await claim('b', 0)).toBe('fresh');
  });
});

const parts = ['', '-wal', '-shm'];
const removals = [
  { what: 'the database', removed: [''] },
  { what: 'the log', removed: ['-wal'] },
  { what: 'the lock table', removed: ['-shm'] },
  { what: 'the database and its log', removed: ['', '-wal'] },
  { what: 'the database and its lock table', removed: ['', '-shm'] },
  { what: 'the log and the lock table', removed: ['-wal', '-shm'] },
  { what: 'all of it', removed: parts },
];

describe('removed or replaced while it is open', () => {
  test.each(removals)('$what: it throws, heals, and nothing is used twice', async ({ removed }) => {
    const { path, clock, claim } = guarded();
    expect(await claim('a', 0)).toBe('fresh');
    for (const part of removed) rmSync(`${path}${part}`);
    await expect(claim('a', 0)).rejects.toThrow(/was removed or replaced while it was open/);
    await expect(claim('b', 0)).rejects.toThrow(/was removed or replaced/);
    // Within the same second as the first claim.
    clock.advance({ seconds: 0.002 });
    expect(await healed(() => claim('a', 0))).not.toBe('fresh');
    expect(await claim('c', 0.003)).toBe('fresh');
    expect(await claim('c', 0.003)).toBe('seen');
  });

  test.each(removals)('$what, reached through a symbolic link: the same', async ({ removed }) => {
    const file = join(temporaryFolder(), 'file.sqlite');
    guarded({ path: file }).guard.close();
    const path = join(temporaryFolder(), 'link.sqlite');
    symlinkSync(file, path);
    const { clock, claim } = guarded({ path });
    expect(await claim('a', 0)).toBe('fresh');
    for (const part of removed) rmSync(`${file}${part}`);
    await expect(claim('a', 0)).rejects.toThrow(/was removed or replaced while it was open/);
    clock.advance({ seconds: 0.002 });
    expect(await healed(() => claim('a', 0))).not.toBe('fresh');
    expect(await claim('c', 0.003)).toBe('fresh');
  });

  test('a seed ahead of the clock that this process saw is not open again either', async () => {
    const { path, claim } = guarded();
    expect(await claim('ahead', 200)).toBe('fresh');
    rmSync(path);
    await expect(claim('ahead', 200)).rejects.toThrow(/was removed/);
    expect(await healed(() => claim('ahead', 200))).toBe('too-old');
    expect(await claim('b', 200.001)).toBe('fresh');
  });

  test('at the moment of the commit: it throws', async () => {
    const { path, claim } = guarded();
    expect(await claim('a', 0)).toBe('fresh');
    atTheCommit(() => rmSync(path));
    await expect(claim('b', 0)).rejects.toThrow(/was removed or replaced/);
  });

  test('nothing more is written into what others no longer see', async () => {
    const { path, claim } = guarded();
    const db = otherConnection(path);
    const rows = () => numberFrom(db, 'SELECT count(*) FROM countersign_claim');
    expect(await claim('a', 0)).toBe('fresh');
    expect(rows()).toBe(1);
    rmSync(path);
    await expect(claim('b', 0)).rejects.toThrow(/was removed or replaced/);
    expect(rows()).toBe(1);
  });

  test('by a copy from before: what was claimed since is refused', async () => {
    const { path, clock, claim } = guarded();
    expect(await claim('a', 0)).toBe('fresh');
    const copy = copyOf(path);
    expect(await claim('b', 1)).toBe('fresh');
    clock.advance({ seconds: 2 });
    for (const part of parts) rmSync(`${path}${part}`);
    renameSync(copy, path);
    await expect(claim('b', 1)).rejects.toThrow(/was removed or replaced/);
    expect(await healed(() => claim('a', 0))).toBe('seen');
    expect(await claim('b', 1)).toBe('too-old');
    expect(await claim('c', 2.001)).toBe('fresh');
  });

  test.each([
    { what: 'a copy from before', put: (copy: string, path: string) => renameSync(copy, path) },
    {
      what: 'another, written over it',
      put: (copy: string, path: string) => {
        rmSync(copy);
        sqliteReplayGuard({ path: copy, clock: () => start - 3_600_000 }).close();
        copyFileSync(copy, path);
      },
    },
  ])('by $what, while it is closed for another reason: what was claimed is refused', async ({ put }) => {
    const { path, clock, claim } = guarded();
    const copy = copyOf(path);
    expect(await claim('a', 0)).toBe('fresh');
    beforeTransactions(() => 'PRAGMA query_only = 1');
    await expect(claim('b', 0)).rejects.toThrow(/readonly/);
    vi.restoreAllMocks();
    put(copy, path);
    clock.advance({ seconds: 1 });
    expect(await healed(() => claim('a', 0))).toBe('too-old');
    expect(await claim('b', 1.001)).toBe('fresh');
  });

  test('moved away and back: what was claimed in between is still used', async () => {
    const { path, clock, claim } = guarded();
    expect(await claim('a', 0)).toBe('fresh');
    for (const part of parts) renameSync(`${path}${part}`, `${path}-away${part}`);
    await expect(claim('a', 0)).rejects.toThrow(/was removed or replaced/);
    clock.advance({ seconds: 1 });
    expect(await healed(() => claim('b', 1.001))).toBe('fresh');
    for (const part of parts) renameSync(`${path}-away${part}`, `${path}${part}`);
    await expect(claim('b', 1.001)).rejects.toThrow(/was removed or replaced/);
    expect(await healed(() => claim('a', 0))).toBe('seen');
    expect(await claim('b', 1.001)).toBe('too-old');
    expect(await claim('c', 1.002)).toBe('fresh');
  });

  test('with its folder: it throws until the folder is there again', async () => {
    const { path, clock, claim } = guarded();
    expect(await claim('a', 0)).toBe('fresh');
    const folder = dirname(path);
    renameSync(folder, `${folder}-away`);
    await expect(claim('a', 0)).rejects.toThrow(/was removed or replaced/);
    await setTimeout(150);
    await expect(claim('a', 0)).rejects.toThrow(/unable to open database file/);
    renameSync(`${folder}-away`, folder);
    clock.advance({ seconds: 1 });
    expect(await healed(() => claim('a', 0))).toBe('seen');
    expect(await claim('b', 1.001)).toBe('fresh');
  });
});

describe('corrupt', () => {
  const garbage = 'this is not a database '.repeat(1000);

  test('it throws, is left as it is, and heals once it is out of the way', async () => {
    const { path, guard, claim } = guarded();
    expect(await claim('a', 0)).toBe('fresh');
    guard.close();
    writeFileSync(path, garbage);
    const clock = movableClock(START);
    const { claim: again } = guarded({ path, clock });
    for (let i = 0; i < 3; i += 1) {
      await expect(again('a', 0)).rejects.toThrow(/cannot be used: file is not a database/);
      await setTimeout(110);
    }
    expect(readFileSync(path, 'utf8')).toBe(garbage);
    rmSync(path);
    expect(await healed(() => again('a', 0))).toBe('too-old');
    expect(await again('b', 0.001)).toBe('fresh');
  });

  test('under an open guard: nothing is used twice, now or after the next start', async () => {
    const { path, guard, claim } = guarded();
    const keys = Array.from({ length: 3000 }, (_, i) => `k${i}`);
    const claimAll = async (one: typeof claim) =>
      (await Promise.allSettled(keys.map((key) => one(key, 0)))).map((settled) =>
        settled.status === 'fulfilled' ? settled.value : 'threw',
      );
    expect(new Set(await claimAll(claim))).toEqual(new Set(['fresh']));
    otherConnection(path).exec('PRAGMA wal_checkpoint(TRUNCATE)');
    scribble(path, garbage);
    expect(await claimAll(claim)).not.toContain('fresh');
    await setTimeout(150);
    expect(await claimAll(claim)).not.toContain('fresh');
    guard.close();
    const { claim: again } = guarded({ path });
    expect(await claimAll(again)).not.toContain('fresh');
  });

  test('cut short under an open guard: nothing is used twice', async () => {
    const { path, claim } = guarded();
    const keys = Array.from({ length: 1000 }, (_, i) => `k${i}`);
    for (const key of keys.slice(0, 500)) expect(await claim(key, 0)).toBe('fresh');
    const { size } = statSync(path);
    truncateSync(path, size / 2);
    const again = await Promise.allSettled(keys.slice(0, 500).map((key) => claim(key, 0)));
    expect(again).not.toContainEqual({ status: 'fulfilled', value: 'fresh' });
  });
});

test('a folder in place of the file, made while it is open, is no database', async () => {
  const { path, claim } = guarded();
  expect(await claim('a', 0)).toBe('fresh');
  rmSync(path);
  mkdirSync(path);
  await expect(claim('a', 0)).rejects.toThrow(/was removed or replaced/);
});
