import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { repository } from '../support/running-program.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `countersign contract` with these arguments, to its end. */
export async function countersignContract(...args: readonly string[]): Promise<Ended> {
  const child = spawn(
    process.execPath,
    ['--conditions=@countersign/source', 'packages/cli/src/main.ts', 'contract', ...args],
    { cwd: repository, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [code, stdout, stderr] = await Promise.all([closed, text(child.stdout), text(child.stderr)]);
  return { code, stdout, stderr };
}

/** `countersign contract --profile basic` against a server, with these credentials in a file. */
export function contractCommand(
  url: string,
  credentials: unknown,
  ...args: readonly string[]
): Promise<Ended> {
  const given = ['--profile', 'basic', '--base-url', url, '--credentials', credentialsFile(credentials)];
  return countersignContract(...given, ...args);
}

/** A file that is gone when the test has finished. A text is written as it is. */
export function credentialsFile(credentials: unknown): string {
  const file = join(temporaryFolder(), 'credentials.json');
  writeFileSync(file, typeof credentials === 'string' ? credentials : JSON.stringify(credentials));
  return file;
}
