import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const repository = fileURLToPath(new URL('../..', import.meta.url));

/** From where every package can be imported. */
export const importer = `${repository}test`;

/** JavaScript in `packages/*\/dist`, as an installed user has it, of what the sources are now. */
export async function buildPackages(): Promise<void> {
  await promisify(execFile)(`${repository}node_modules/.bin/tsc`, ['--build', 'packages/tsconfig.json'], {
    cwd: repository,
  });
}
