import { credentialsReader } from '../profiles/credentials.ts';
import { type ProfileName, profileNamed } from '../profiles/index.ts';
import { type ContractTarget, openTarget, type TargetOptions } from './open-target.ts';
import type { CaseResult } from './run-case.ts';
import { type RunOptions, runCases } from './run-cases.ts';

export interface ContractOptions extends TargetOptions, RunOptions {
  readonly target: ContractTarget;
  readonly profile: ProfileName;
  /** As the profile's documentation says. */
  readonly credentials: unknown;
  /** Only cases whose id it accepts. */
  readonly only?: ((id: string) => boolean) | undefined;
}

export interface ContractReport {
  readonly profile: ProfileName;
  readonly url: string;
  /** In the order of the catalogue. */
  readonly results: readonly CaseResult[];
}

/**
 * Sends the cases of a profile to a server. A server that hangs, hangs up, or answers what is no HTTP fails the case.
 *
 * @throws CredentialsError naming every field that is missing, NoConnection as soon as there is nobody to talk to,
 * TypeError for an option that cannot be used, and the reason of `signal`
 */
export async function runContract(options: ContractOptions): Promise<ContractReport> {
  const { profile, only = () => true } = options;
  const credentials = credentialsReader(options.credentials);
  const cases = profileNamed(profile)
    .bind(credentials)
    .filter(({ id }) => only(id));
  credentials.check();
  options.signal?.throwIfAborted();
  // Not `await using`, which Node.js 22 does not know.
  const target = await openTarget(options.target, options);
  try {
    return { profile, url: target.url, results: await runCases(cases, target, options) };
  } finally {
    await target[Symbol.asyncDispose]();
  }
}
