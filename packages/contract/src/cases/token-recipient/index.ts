import type { Suite } from '../../contract-case.ts';
import type { BearerSubject } from '../bearer/bearer-subject.ts';
import { takesATokenForAnother } from './takes-a-token-for-another.ts';
import { takesATokenOfAnotherKind } from './takes-a-token-of-another-kind.ts';

/** Tokens that say whom, and what, they are for. */
export const tokenRecipientSuite: Suite<BearerSubject> = {
  name: 'token-recipient',
  cases: [takesATokenForAnother, takesATokenOfAnotherKind],
};
