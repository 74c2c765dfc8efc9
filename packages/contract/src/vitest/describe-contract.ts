import { afterAll, beforeAll, describe, expect, type TestContext, test } from 'vitest';
import { credentialsReader } from '../profiles/credentials.ts';
import { type ProfileName, profileNamed } from '../profiles/index.ts';
import type { BoundCase, Profile } from '../profiles/profile.ts';
import { curlLine } from '../report/curl-line.ts';
import type { Advice } from '../report/standing.ts';
import { type ContractTarget, openTarget, type Target, type TargetOptions } from '../run/open-target.ts';
import { type CaseResult, runCase } from '../run/run-case.ts';

/** A server that was started for the tests, such as `startSandbox` gives. */
export interface StartedTarget {
  readonly url: string | URL;
  close?(): unknown;
}

export interface DescribeContractOptions extends TargetOptions {
  /**
   * What the cases are sent to: a base URL, an Express app as supertest takes it, a server of `node:http`. Or a function
   * without parameters that makes it, called before the first case; what it gives is closed after the last.
   */
  readonly target:
    | ContractTarget
    | (() => ContractTarget | StartedTarget | Promise<ContractTarget | StartedTarget>);
  /** As the profile's documentation says, or a function that gives them, called when the target is there. */
  readonly credentials: unknown;
  /** Only cases whose id it accepts. */
  readonly only?: ((id: string) => boolean) | undefined;
  /** `report`: advice that is not followed is skipped with what it says, and fails nothing. Default `fail`. */
  readonly advice?: Advice | undefined;
}

/**
 * A suite of a profile's cases, each a test of its own. A case that the credentials say too little for is skipped.
 * @throws TypeError for a profile that there is not, CredentialsError naming every field that is missing
 */
export function describeContract(profile: ProfileName, options: DescribeContractOptions): void {
  describeProfile(`contract ${profile}`, profileNamed(profile), options);
}

export function describeProfile(name: string, profile: Profile, options: DescribeContractOptions): void {
  const { only = () => true, advice = 'fail', credentials } = options;
  // Told where the suite is read, not once for every case.
  if (typeof credentials !== 'function') boundCases(profile, credentials);
  describe(name, () => {
    const running = runningTarget(profile, options);
    for (const { id, level } of profile.texts.filter((text) => only(text.id))) {
      test(level === 'advice' ? `${id} (advice)` : id, async (context) => {
        const { target, cases } = running();
        const one = cases.get(id);
        if (!one) return context.skip('the credentials say that the server has nothing that this is about');
        judge(await runCase(one, target, context.signal), target, advice, context);
      });
    }
  });
}

interface Running {
  readonly target: Target;
  readonly cases: ReadonlyMap<string, BoundCase>;
}

function runningTarget(profile: Profile, options: DescribeContractOptions): () => Running {
  let running: Running | undefined;
  const ends: (() => unknown)[] = [];

  beforeAll(async () => {
    const made = isMaker(options.target) ? await options.target() : options.target;
    if (isStarted(made)) ends.push(() => made.close?.());
    const target = await openTarget(isStarted(made) ? made.url : made, options);
    ends.push(() => target[Symbol.asyncDispose]());
    const { credentials } = options;
    const given: unknown = typeof credentials === 'function' ? await credentials() : credentials;
    running = { target, cases: boundCases(profile, given) };
  });
  afterAll(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });
  return () => {
    if (!running) throw new Error('the target is made before the first case');
    return running;
  };
}

function boundCases(profile: Profile, value: unknown): ReadonlyMap<string, BoundCase> {
  const credentials = credentialsReader(value);
  const cases = profile.bind(credentials);
  credentials.check();
  return new Map(cases.map((one) => [one.id, one]));
}

/** A request handler takes at least the request and the response. */
function isMaker(
  target: DescribeContractOptions['target'],
): target is Extract<DescribeContractOptions['target'], () => unknown> {
  return typeof target === 'function' && target.length === 0;
}

function isStarted(made: ContractTarget | StartedTarget): made is StartedTarget {
  return typeof made === 'object' && made !== null && 'url' in made;
}

function judge(result: CaseResult, { url }: Target, advice: Advice, context: TestContext): void {
  const { outcome, reason, level } = result;
  if (outcome === 'skipped') context.skip(reason);
  if (outcome === 'failed' && level === 'advice' && advice === 'report') context.skip(`advice: ${reason}`);
  expect(outcome, outcome === 'failed' ? messageOf(result, url) : undefined).toBe('passed');
}

function messageOf({ reason, sent, expected, why, source, exchanges }: CaseResult, url: string): string {
  const last = exchanges.at(-1);
  const again = last && curlLine(url, last.request);
  return [
    reason,
    `sent: ${sent}`,
    `expected: ${expected}`,
    `why: ${why}`,
    `source: ${source}`,
    ...(again ? [`again: ${again}`] : []),
    '',
  ].join('\n');
}
