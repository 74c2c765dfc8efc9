import * as fs from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { guarded } from '../../../../test/support/sqlite-guard.ts';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { databaseFilesAt } from './database-files.ts';

vi.mock('node:fs', { spy: true });

afterEach(() => {
  vi.mocked(fs.statSync).mockReset();
});

test('three files make a database: each that is another makes it another', () => {
  const path = join(temporaryFolder(), 'a.sqlite');
  const found = new Set([databaseFilesAt(path)]);
  for (const part of ['', '-wal', '-shm']) {
    fs.writeFileSync(`${path}${part}`, '');
    found.add(databaseFilesAt(path));
  }
  for (const part of ['', '-wal', '-shm']) {
    // The old one stays, so that its inode is not given out again.
    fs.renameSync(`${path}${part}`, `${path}${part}-old`);
    fs.writeFileSync(`${path}${part}`, '');
    found.add(databaseFilesAt(path));
  }
  expect(found.size).toBe(7);
});

test('a file that is mounted without its folder is not used', async () => {
  // What a mount into a container looks like: the file is on another device than what is made beside it.
  const { statSync } = await vi.importActual<typeof fs>('node:fs');
  vi.mocked(fs.statSync).mockImplementation(((path: string, options: fs.StatSyncOptions) => {
    const found = statSync(path, options);
    if (found && String(path).endsWith('.sqlite')) Object.assign(found, { dev: 4711n });
    return found;
  }) as typeof fs.statSync);
  const { claim } = guarded();
  await expect(claim('a', 0)).rejects.toThrow(/its log is on another file system: mount its folder/);
});
