/**
 * Loaded where it is first needed and not before: loading it makes Node.js 22 warn that it is experimental.
 * @throws TypeError where this Node.js has none.
 */
export function nodeSqlite(): typeof import('node:sqlite') {
  const sqlite = process.getBuiltinModule('node:sqlite');
  if (!sqlite) {
    throw new TypeError('node:sqlite is missing: use Node.js 22.13 or newer, or --experimental-sqlite');
  }
  return sqlite;
}

/** Whether another connection holds what this one needs for a moment: trying again may do. */
export function isBusy(error: unknown): boolean {
  const code = primaryCodeOf(error);
  return code === SQLITE_BUSY || code === SQLITE_LOCKED;
}

/** Whether what the file holds can no longer be believed. */
export function isCorrupt(error: unknown): boolean {
  const code = primaryCodeOf(error);
  return code === SQLITE_CORRUPT || code === SQLITE_NOTADB;
}

// https://www.sqlite.org/rescode.html: the low byte is the primary code.
const SQLITE_BUSY = 5;
const SQLITE_LOCKED = 6;
const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;

function primaryCodeOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error)) return undefined;
  return typeof error.errcode === 'number' ? error.errcode & 0xff : undefined;
}
