import type { CommanderError } from 'commander';

/** What commander ends with where it cannot run: 2, as 1 says that a command ran and found something. */
export function exitOnUsageError({ exitCode }: CommanderError): never {
  return process.exit(exitCode === 0 ? 0 : 2);
}
