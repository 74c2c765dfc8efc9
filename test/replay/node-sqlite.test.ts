import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { repository } from '../support/running-program.ts';

/** What a program prints that imports core, and what it warned of. */
function run(program: string, flags: readonly string[] = []) {
  const source = `import * as core from '@countersign/core';\n${program}`;
  const args = [...flags, '--conditions=@countersign/source', '--input-type=module', '--eval', source];
  const { stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: `${repository}/test`,
    encoding: 'utf8',
  });
  return { stdout: stdout.trim(), stderr };
}

const isLoaded = "process.moduleLoadList.includes('NativeModule sqlite')";

test('importing core loads no node:sqlite, and warns of none', () => {
  expect(run(`console.log(${isLoaded})`)).toEqual({ stdout: 'false', stderr: '' });
});

test('constructing does, which shows that this is seen', () => {
  const path = "(await import('node:os')).tmpdir() + '/countersign-' + process.pid + '.sqlite'";
  const program = `
    const path = ${path};
    core.sqliteReplayGuard({ path }).close();
    console.log(${isLoaded});
    (await import('node:fs')).rmSync(path);
  `;
  expect(run(program).stdout).toBe('true');
});

test.each(['sqliteReplayGuard', 'sqliteRevocationList'])('%s says so where there is none', (name) => {
  const program = `try { core.${name}({ path: 'a.sqlite' }) } catch (e) { console.log(e.name, e.message) }`;
  expect(run(program, ['--no-experimental-sqlite']).stdout).toBe(
    'TypeError node:sqlite is missing: use Node.js 22.13 or newer, or --experimental-sqlite',
  );
});
