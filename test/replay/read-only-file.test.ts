import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { repository } from '../support/running-program.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

// The super-user may write everywhere, so the program gives that up first.
const program = `
  import { chmodSync } from 'node:fs';
  import { setTimeout } from 'node:timers/promises';
  import { sqliteReplayGuard } from '@countersign/core';

  if (process.getuid() === 0) process.setuid(65534);
  const path = process.argv[1];
  const seed = Date.now();
  let guard = sqliteReplayGuard({ path });
  const claim = async (key) => {
    const claimed = guard.claim(key, seed + 300_000, { account: 'site', seed });
    console.log(await claimed.catch(({ message }) => message.match(/EACCES|readonly/)?.[0] ?? message));
  };
  await claim('a');
  for (const mode of [0o444, 0o000]) {
    guard.close();
    chmodSync(path, mode);
    guard = sqliteReplayGuard({ path });
    await claim('a');
    chmodSync(path, 0o644);
    await setTimeout(200);
    await claim('a');
  }
  await claim('b');
`;

test('a file that may not be written makes claims throw, and heals when it may', () => {
  const folder = temporaryFolder();
  chmodSync(folder, 0o777);
  const args = ['--conditions=@countersign/source', '--input-type=module', '--eval', program];
  const { stdout, stderr } = spawnSync(process.execPath, [...args, join(folder, 'replay.sqlite')], {
    cwd: join(repository, 'test'),
    encoding: 'utf8',
  });
  expect({ stderr, said: stdout.trim().split('\n') }).toEqual({
    stderr: expect.not.stringContaining('Error'),
    said: ['fresh', 'EACCES', 'seen', 'EACCES', 'seen', 'fresh'],
  });
});
