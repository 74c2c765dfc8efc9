import type { RequestListener } from 'node:http';
import { CaseFailed, CaseSkipped, type CaseText, type Exchange } from '../contract-case.ts';
import { credentialsReader } from '../profiles/credentials.ts';
import { type ProfileName, profileNamed } from '../profiles/index.ts';
import type { BoundCase } from '../profiles/profile.ts';
import type { Answer, OutboundRequest } from '../request.ts';
import { NoAnswer, openTarget, type Target } from './http-target.ts';

export interface ContractOptions {
  /** A base URL, or what `createServer` takes: an Express app, for instance, which is then served on loopback. */
  readonly target: string | URL | RequestListener;
  readonly profile: ProfileName;
  /** As the profile's documentation says. */
  readonly credentials: unknown;
  /** How many cases are under way at a time. Default 4. */
  readonly concurrency?: number | undefined;
  /** Milliseconds for each answer. Default 10,000. */
  readonly timeoutMilliseconds?: number | undefined;
  /** PEM of the authority that the server's certificate chains to. */
  readonly ca?: string | undefined;
  /** Only cases whose id it accepts. */
  readonly only?: ((id: string) => boolean) | undefined;
  /** Told of every case as it ends. */
  readonly onResult?: ((result: CaseResult, progress: Progress) => void) | undefined;
}

export interface Progress {
  readonly done: number;
  readonly of: number;
}

/** What was sent, and what came back: `undefined` where nothing did. */
export interface SentAndAnswered {
  readonly request: OutboundRequest;
  readonly answer: Answer | undefined;
}

export interface CaseResult extends CaseText {
  readonly id: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** Why it failed or was skipped. */
  readonly reason?: string;
  readonly exchanges: readonly SentAndAnswered[];
  readonly milliseconds: number;
}

export interface ContractReport {
  readonly profile: ProfileName;
  readonly url: string;
  /** In the order of the catalogue. */
  readonly results: readonly CaseResult[];
}

/**
 * Sends the cases of a profile to a server.
 * @throws CredentialsError naming every field that is missing, NoConnection as soon as there is nobody to talk to, and
 * TypeError for an option that cannot be used
 */
export async function runContract(options: ContractOptions): Promise<ContractReport> {
  const { profile, concurrency = 4, only = () => true, onResult } = options;
  if (!Number.isSafeInteger(concurrency) || concurrency < 1) {
    throw new TypeError('concurrency must be a whole number of cases, 1 or more, such as 4');
  }
  const credentials = credentialsReader(options.credentials);
  const cases = profileNamed(profile)
    .bind(credentials)
    .filter(({ id }) => only(id));
  credentials.check();
  await using target = await openTarget(options.target, options);

  const results: CaseResult[] = [];
  let next = 0;
  let done = 0;
  async function lane(): Promise<void> {
    for (let place = next++; place < cases.length; place = next++) {
      const one = cases[place];
      if (!one) return;
      const result = await runCase(one, target).catch((error: unknown) => {
        // Nobody needs the same of all the others.
        next = cases.length;
        throw error;
      });
      results[place] = result;
      done += 1;
      onResult?.(result, { done, of: cases.length });
    }
  }
  await Promise.all(Array.from({ length: concurrency }, lane));
  return { profile, url: target.url, results };
}

async function runCase({ run, ...text }: BoundCase, target: Target): Promise<CaseResult> {
  const exchanges: SentAndAnswered[] = [];
  async function send(request: OutboundRequest): Promise<Answer> {
    const place = exchanges.push({ request, answer: undefined }) - 1;
    const answer = await target.send(request);
    exchanges[place] = { request, answer };
    return answer;
  }
  const exchange: Exchange = { send, sendAtOnce: (requests) => Promise.all(requests.map(send)) };
  const started = performance.now();
  const ended = (outcome: CaseResult['outcome'], reason?: string): CaseResult => ({
    ...text,
    outcome,
    ...(reason !== undefined && { reason }),
    exchanges,
    milliseconds: performance.now() - started,
  });
  try {
    await run(exchange);
    return ended('passed');
  } catch (error) {
    if (error instanceof CaseSkipped) return ended('skipped', error.message);
    if (error instanceof CaseFailed || error instanceof NoAnswer) return ended('failed', error.message);
    throw error;
  }
}
