import { lstatSync, realpathSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * The absolute path of a database file. Absolute, so that a change of the working directory moves nothing, and
 * SQLite never takes it for a URI.
 * @throws TypeError where no file that outlives the process can be there.
 */
export function checkedDatabasePath(path: string): string {
  if (typeof path !== 'string' || path === '' || path === ':memory:' || path.includes('\0')) {
    throw new TypeError(
      "path must name a file that all processes share, such as '/var/lib/shop/replay.sqlite'",
    );
  }
  const absolute = resolve(path);
  const folder = dirname(absolute);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new TypeError(`path: there is no directory ${folder}, make it first`);
  }
  if (statSync(absolute, { throwIfNoEntry: false })?.isDirectory()) {
    throw new TypeError(`path: ${absolute} is a directory, name a file in it`);
  }
  return absolute;
}

/** Which file is there now: its device and inode. `undefined`: none. */
export function fileAt(path: string): string | undefined {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found && `${found.dev}:${found.ino}`;
}

/**
 * Which three files a database in WAL mode is made of now. Each must be the one that was opened: a process that goes
 * on with a write-ahead log or a lock table of its own no longer sees what the others claim.
 */
export function databaseFilesAt(path: string): string {
  const file = fileAt(path);
  // SQLite puts the others beside the file itself, wherever a symbolic link to it is.
  const linked = file !== undefined && lstatSync(path).isSymbolicLink();
  const real = linked ? realpathSync.native(path) : path;
  return `${file} ${fileAt(`${real}-wal`)} ${fileAt(`${real}-shm`)}`;
}

/**
 * The three files, as they are when a database is opened.
 * @throws where the file was mounted without the folder that it lies in: each container would have a write-ahead log
 * and a lock table of its own.
 */
export function openedDatabaseFiles(path: string): string {
  const files = databaseFilesAt(path);
  const devices = new Set(files.split(' ').map((file) => file.split(':')[0]));
  if (devices.size > 1) throw new Error('its log is on another file system: mount its folder, not the file');
  return files;
}
