import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { movableClock } from '../../../../test/support/movable-clock.ts';
import { guarded, numberFrom, otherConnection, START, start } from '../../../../test/support/sqlite-guard.ts';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { type SqliteRevocationListOptions, sqliteRevocationList } from './sqlite-revocation-list.ts';

const TEN_MINUTES_MS = 600_000;
const rows = 'SELECT count(*) FROM countersign_revocation';

function revocations(options: Partial<SqliteRevocationListOptions> = {}) {
  const path = options.path ?? join(temporaryFolder(), 'revoked.sqlite');
  const clock = movableClock(START);
  const list = sqliteRevocationList({ clock, ...options, path });
  onTestFinished(() => list.close());
  return { path, clock, list };
}

describe('a SQLite revocation list', () => {
  test('knows what was revoked, and nothing else', async () => {
    const { list } = revocations();
    expect(await list.isRevoked('a')).toBe(false);
    await list.revoke('a', start + TEN_MINUTES_MS);
    expect(await list.isRevoked('a')).toBe(true);
    expect(await list.isRevoked('b')).toBe(false);
    expect(await list.isRevoked('A')).toBe(false);
    expect(await list.isRevoked('__proto__')).toBe(false);
  });

  test('tells every other of the same file at once, and after a restart', async () => {
    const { path, list } = revocations();
    const { list: other } = revocations({ path });
    await list.revoke('a', start + TEN_MINUTES_MS);
    expect(await other.isRevoked('a')).toBe(true);
    list.close();
    other.close();
    expect(await revocations({ path }).list.isRevoked('a')).toBe(true);
  });

  test('shares a file with a replay guard', async () => {
    const { path, claim } = guarded();
    const { list } = revocations({ path });
    await list.revoke('a', start + TEN_MINUTES_MS);
    expect(await claim('a', 0)).toBe('fresh');
    expect(await list.isRevoked('a')).toBe(true);
    expect(await claim('a', 0)).toBe('seen');
  });

  test('holds until the end and a day longer, whichever end is the latest', async () => {
    const { path, clock, list } = revocations();
    const db = otherConnection(path);
    await list.revoke('a', start + TEN_MINUTES_MS);
    await list.revoke('a', start + 60_000);
    clock.advance({ seconds: 600 + 86_400 });
    await list.revoke('b', clock() + TEN_MINUTES_MS);
    expect(await list.isRevoked('a')).toBe(true);
    clock.advance({ seconds: 0.001 });
    await list.revoke('c', clock() + TEN_MINUTES_MS);
    expect(await list.isRevoked('a')).toBe(false);
    expect(numberFrom(db, rows)).toBe(2);
  });

  test('drops what has ended a few at a time', async () => {
    const { path, clock, list } = revocations();
    const db = otherConnection(path);
    for (let i = 0; i < 100; i += 1) await list.revoke(`token ${i}`, start + i);
    clock.advance({ seconds: 2 * 86_400 });
    await list.revoke('a', clock() + TEN_MINUTES_MS);
    expect(numberFrom(db, rows)).toBe(100 - 4 + 1);
    for (let i = 0; i < 40; i += 1) await list.revoke(`later ${i}`, clock() + TEN_MINUTES_MS);
    expect(numberFrom(db, rows)).toBe(41);
  });

  test.each([
    { id: '', until: 1 },
    { id: undefined as never, until: 1 },
    { id: 'a', until: Number.NaN },
    { id: 'a', until: Number.POSITIVE_INFINITY },
  ])('revoking $id until $until is a mistake', async ({ id, until }) => {
    await expect(revocations().list.revoke(id, until)).rejects.toThrow(TypeError);
  });

  test.each([
    { options: { path: '' }, message: /^path must name a file/ },
    { options: { clock: 5 as never }, message: /^clock must be a function/ },
    { options: { busyTimeoutMilliseconds: -1 }, message: /^busyTimeoutMilliseconds must be/ },
  ])('$options is wrong configuration', ({ options, message }) => {
    const path = join(temporaryFolder(), 'a.sqlite');
    expect(() => sqliteRevocationList({ path, ...options })).toThrow(
      expect.objectContaining({ name: 'TypeError', message: expect.stringMatching(message) }),
    );
  });
});

describe('where it cannot answer, it throws', () => {
  test('locked: nothing is revoked, what was revoked is still known, and it heals', async () => {
    const { path, list } = revocations({ busyTimeoutMilliseconds: 30 });
    await list.revoke('a', start + TEN_MINUTES_MS);
    const db = otherConnection(path);
    db.exec('BEGIN IMMEDIATE');
    await expect(list.revoke('b', start + TEN_MINUTES_MS)).rejects.toThrow('database is locked');
    expect(await list.isRevoked('a')).toBe(true);
    db.exec('ROLLBACK');
    await list.revoke('b', start + TEN_MINUTES_MS);
    expect(await list.isRevoked('b')).toBe(true);
  });

  test('removed: until a process that starts makes another', async () => {
    const { path, list } = revocations();
    await list.revoke('a', start + TEN_MINUTES_MS);
    for (const part of ['', '-wal', '-shm']) rmSync(`${path}${part}`);
    await expect(list.isRevoked('a')).rejects.toThrow(/was removed or replaced/);
    await setTimeout(150);
    await expect(list.isRevoked('a')).rejects.toThrow(/it was removed/);
    await expect(list.revoke('b', start + TEN_MINUTES_MS)).rejects.toThrow(/it was removed/);

    const { list: next } = revocations({ path });
    await next.revoke('c', start + TEN_MINUTES_MS);
    const isRevoked = await vi.waitFor(() => list.isRevoked('c'), { timeout: 30_000, interval: 20 });
    expect(isRevoked).toBe(true);
  });

  test('replaced by what is no revocation list', async () => {
    const { path, list } = revocations();
    await list.revoke('a', start + TEN_MINUTES_MS);
    for (const part of ['', '-wal', '-shm']) rmSync(`${path}${part}`);
    otherConnection(path).exec('CREATE TABLE something (it)');
    await expect(list.isRevoked('a')).rejects.toThrow(/was removed or replaced/);
    await setTimeout(150);
    await expect(list.isRevoked('a')).rejects.toThrow(/no such table: countersign_revocation/);
  });

  test('closed', async () => {
    const { list } = revocations();
    list.close();
    await expect(list.isRevoked('a')).rejects.toThrow(/was closed/);
    await expect(list.revoke('a', start)).rejects.toThrow(/was closed/);
  });
});
