import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type SqliteReplayGuardOptions, sqliteReplayGuard } from '@countersign/core';
import { onTestFinished } from 'vitest';
import { type MovableClock, movableClock } from './movable-clock.ts';
import { temporaryFolder } from './temporary-folder.ts';

export const START = '2026-01-02T03:04:05Z';
export const start = Date.parse(START);
export const WINDOW_MS = 300_000;

interface GuardedOptions extends Partial<SqliteReplayGuardOptions> {
  readonly clock?: MovableClock;
}

/** A guard whose file is an hour old, and claims of it as a verifier makes them: so many seconds after the start. */
export function guarded({ clock = movableClock(START), ...options }: GuardedOptions = {}) {
  const path = options.path ?? join(temporaryFolder(), 'replay.sqlite');
  sqliteReplayGuard({ path, clock: () => start - 3_600_000 }).close();
  const guard = sqliteReplayGuard({ clock, ...options, path });
  onTestFinished(() => guard.close());

  const claim = (key: string, seconds: number, account = 'site') => {
    const seed = start + seconds * 1000;
    return guard.claim(key, seed + WINDOW_MS, { account, seed });
  };
  return { path, clock, guard, claim };
}

/** Another connection to a database, as another process would have one. */
export function otherConnection(path: string): DatabaseSync {
  const db = new DatabaseSync(path);
  onTestFinished(() => {
    if (db.isOpen) db.close();
  });
  return db;
}

/** The one number that a query gives. */
export function numberFrom(db: DatabaseSync, query: string): number {
  return Number(Object.values(db.prepare(query).get() ?? {})[0]);
}
