import { channel } from 'node:diagnostics_channel';
import type { Reason } from './reason.ts';
import type { Verdict } from './verdict.ts';

/** What is published of a verdict: never a secret, a token, a digest or a nonce. */
export interface VerdictEvent {
  readonly scheme: string;
  readonly outcome: Verdict['outcome'];
  readonly reason?: Reason;
  readonly account?: string;
  /** Milliseconds, with fractions. */
  readonly duration: number;
  /** Set where an account that may replay did. */
  readonly replayAllowed?: true;
}

export type VerdictHandler = (event: VerdictEvent) => void;

/** The `node:diagnostics_channel` on which every verdict is published, by the verifier that reached it. */
export const VERDICT_CHANNEL = 'countersign:verdict';

const verdicts = channel(VERDICT_CHANNEL);

export function hasListener(onVerdict: VerdictHandler | undefined): boolean {
  return onVerdict !== undefined || verdicts.hasSubscribers;
}

export function publishVerdict(event: VerdictEvent, onVerdict: VerdictHandler | undefined): void {
  verdicts.publish(event);
  if (onVerdict) void tell(onVerdict, event);
}

async function tell(onVerdict: VerdictHandler, event: VerdictEvent): Promise<void> {
  try {
    // Called at once and never waited for by the verdict; awaited here because a handler may be async.
    await (onVerdict(event) as unknown);
  } catch {
    // A broken log must not turn a verdict around; the handler's own message may hold anything, so it stays out.
    process.emitWarning('an onVerdict handler failed; the verdict stands', 'CountersignWarning');
  }
}

export function eventOf(scheme: string, verdict: Verdict, duration: number): VerdictEvent {
  switch (verdict.outcome) {
    case 'accepted':
      return {
        scheme,
        outcome: 'accepted',
        account: verdict.principal.account,
        duration,
        ...(verdict.replayAllowed && { replayAllowed: true }),
      };
    case 'rejected':
      return {
        scheme,
        outcome: 'rejected',
        reason: verdict.reason,
        duration,
        ...(verdict.account !== undefined && { account: verdict.account }),
      };
    case 'absent':
    case 'unavailable':
      return { scheme, outcome: verdict.outcome, duration };
  }
}
