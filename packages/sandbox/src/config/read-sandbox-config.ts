import type { SandboxOptions } from '../start-sandbox.ts';

/**
 * What a YAML or JSON file says of a sandbox, as options of `startSandbox`. What it does not say is left out. Accounts
 * in it are all there are: a group left out has none. Paths are relative to the folder of the file.
 * @throws ConfigError with everything that is wrong, each with line, column and field; TypeError for a file that
 * cannot be read. Neither repeats what the file holds.
 */
export async function readSandboxConfig(file: string): Promise<SandboxOptions> {
  // Who has no file, as most tests have none, need not wait for what reads YAML.
  const { readConfig } = await import('./read-config.ts');
  return readConfig(file);
}
