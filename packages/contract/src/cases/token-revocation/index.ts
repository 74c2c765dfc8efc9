import type { Suite } from '../../contract-case.ts';
import type { BearerSubject } from '../bearer/bearer-subject.ts';
import { takesARevokedToken } from './takes-a-revoked-token.ts';

/** Tokens that can be ended. */
export const tokenRevocationSuite: Suite<BearerSubject> = {
  name: 'token-revocation',
  cases: [takesARevokedToken],
};
