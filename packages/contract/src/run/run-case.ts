import { CaseFailed, CaseSkipped, type CaseText, type Exchange } from '../contract-case.ts';
import type { BoundCase } from '../profiles/profile.ts';
import type { Answer, OutboundRequest } from '../request.ts';
import { NoAnswer, NoConnection } from './no-answer.ts';
import type { Target } from './open-target.ts';

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

/** @throws what is no answer of the server: NoConnection, the reason of `signal`, a mistake in the case itself */
export async function runCase(
  { run, ...text }: BoundCase,
  target: Target,
  signal?: AbortSignal,
): Promise<CaseResult> {
  const exchanges: SentAndAnswered[] = [];
  async function send(request: OutboundRequest): Promise<Answer> {
    const place = exchanges.push({ request, answer: undefined }) - 1;
    const answer = await target.send(request, signal);
    exchanges[place] = { request, answer };
    return answer;
  }
  async function sendAtOnce(requests: readonly OutboundRequest[]): Promise<Answer[]> {
    // All of them end before the case does, whatever becomes of one.
    const sent = await Promise.allSettled(requests.map(send));
    return sent.map((one) => {
      if (one.status === 'rejected') throw one.reason;
      return one.value;
    });
  }
  const exchange: Exchange = { send, sendAtOnce };
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
    if (error instanceof NoConnection)
      throw new NoConnection(`${target.url}: ${error.message}, at ${text.id}`);
    throw error;
  }
}
