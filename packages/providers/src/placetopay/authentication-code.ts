import type { NotAccepted } from '@countersign/core';

/**
 * What Placetopay calls a failed authentication.
 * @see Placetopay, Gateway API, Authentication, "Error codes"
 */
export type AuthenticationCode = 100 | 101 | 102 | 103 | 104 | 105 | 106 | 107;

/** The provider's code of a verdict; `undefined` for what is no matter of the username token (413, 429, 503). */
export function authenticationCodeOf(verdict: NotAccepted): AuthenticationCode | undefined {
  if (verdict.outcome === 'absent') return 100;
  if (verdict.outcome === 'unavailable') return undefined;
  switch (verdict.reason) {
    case 'account-unknown':
      return 101;
    case 'proof-mismatch':
    case 'digest-not-allowed':
      return 102;
    case 'seed-outside-window':
    case 'seed-before-watermark':
    case 'replayed':
      return 103;
    case 'account-inactive':
      return 104;
    case 'account-expired':
      return 105;
    case 'credentials-expired':
      return 106;
    case 'credentials-malformed':
      return 107;
    default:
      return undefined;
  }
}
