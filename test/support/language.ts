import { execFile, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { test } from 'vitest';
import { temporaryFolder } from './temporary-folder.ts';

const run = promisify(execFile);

interface Language {
  /** What has to be there for a program to be run. */
  readonly needs: string;
  readonly file: string;
  readonly command: readonly [string, ...string[]];
}

/** How a program of each language is run, from a file of this name. */
export const LANGUAGES = {
  javascript: { needs: process.execPath, file: 'passing.mjs', command: [process.execPath, 'passing.mjs'] },
  python: { needs: 'python3', file: 'passing.py', command: ['python3', 'passing.py'] },
  php: { needs: 'php', file: 'passing.php', command: ['php', '-d', 'display_errors=stderr', 'passing.php'] },
  java: {
    needs: 'javac',
    file: 'Passing.java',
    command: ['java', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', 'Passing.java'],
  },
} as const satisfies Record<string, Language>;

export type LanguageName = keyof typeof LANGUAGES;

/** `test` where programs of this language can be run; elsewhere it is skipped. Never skipped in CI. */
export function testWith(name: LanguageName): typeof test.skip {
  const { needs } = LANGUAGES[name];
  if (spawnSync(needs, ['--version']).status === 0) return test;
  if (process.env.CI === 'true') throw new Error(`CI needs ${needs} to run what the inspector shows`);
  console.warn(`${needs} is not installed: programs in ${name} are NOT TESTED here`);
  return test.skip;
}

/** Runs a program in a folder of its own; gives what it printed. */
export async function runProgram(name: LanguageName, program: string): Promise<string> {
  const { file, command } = LANGUAGES[name];
  const [executable, ...args] = command;
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, file), program);
  return (await run(executable, args, { cwd })).stdout;
}
