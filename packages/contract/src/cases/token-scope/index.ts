import type { Suite } from '../../contract-case.ts';
import type { BearerSubject } from '../bearer/bearer-subject.ts';
import { takesATokenOfAnotherScope } from './takes-a-token-of-another-scope.ts';

/** Tokens that are good for a part of what there is. */
export const tokenScopeSuite: Suite<BearerSubject> = {
  name: 'token-scope',
  cases: [takesATokenOfAnotherScope],
};
