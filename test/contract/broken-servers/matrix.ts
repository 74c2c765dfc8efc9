import {
  type ContractOptions,
  type ContractReport,
  casesFor,
  type ProfileName,
  runContract,
} from '@countersign/contract';
import { expect } from 'vitest';

export async function reportOn(
  target: ContractOptions['target'],
  profile: ProfileName,
  credentials: object,
  more: Pick<ContractOptions, 'ca' | 'only'> = {},
): Promise<ContractReport> {
  // One case at a time: a server that mixes up requests must do so within the case that is about it.
  const report = await runContract({ target, profile, credentials, concurrency: 1, ...more });
  expect(report.results.filter(({ outcome }) => outcome === 'skipped')).toEqual([]);
  return report;
}

export function failuresIn({ results }: ContractReport): string[] {
  return results.filter(({ outcome }) => outcome === 'failed').map(({ name }) => name);
}

/** The cases of a profile that no server of these fails: cases that nobody has seen to work. */
export function unfailed(
  profile: ProfileName,
  servers: readonly { readonly fails: readonly string[] }[],
): string[] {
  const failed = new Set(servers.flatMap(({ fails }) => fails));
  return casesFor(profile)
    .filter(({ name }) => !failed.has(name))
    .map(({ id }) => id);
}
