import {
  type Account,
  type Explanation,
  type Rejected,
  rejected,
  type Unavailable,
  unavailable,
} from '@countersign/core';
import type { Chain } from '../trusted-chains.ts';
import type { RevocationCheck } from './revocation-check.ts';

/** Asked of a certificate that is attached to an account alone: a stranger's makes this server ask nobody. */
export async function refuseRevoked(
  check: RevocationCheck,
  chain: Chain,
  account: Account,
  explain: Explanation | undefined,
): Promise<Rejected | Unavailable | undefined> {
  const answer = await check.statusOf(chain.map(({ certificate }) => certificate));
  switch (answer.status) {
    case 'good':
      explain?.push({ check: 'revocation', outcome: 'passed', detail: answer.detail ?? 'not revoked' });
      return undefined;
    case 'revoked':
      explain?.push({
        check: 'revocation',
        outcome: 'failed',
        detail: answer.detail ?? 'revoked',
        hint: 'A revoked certificate does not come back. Have a new one issued, and attach it.',
      });
      return rejected('certificate-revoked', account.id);
    case 'unknown':
      explain?.push({
        check: 'revocation',
        outcome: 'failed',
        detail: answer.detail ?? 'not known to its authority',
        hint: 'A certificate that was issued a moment ago may become known: try again in some minutes.',
      });
      return rejected('certificate-status-unknown', account.id);
    case 'unanswered':
      explain?.push({ check: 'revocation', outcome: 'failed', detail: messageOf(answer.cause) });
      return unavailable(answer.cause, answer.retryAfterSeconds);
    default:
      // A check of somebody's own, in JavaScript: what it did not say is not that the certificate is good.
      throw new TypeError("statusOf must give the status 'good', 'revoked', 'unknown' or 'unanswered'");
  }
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : 'no answer';
}
