import type { Suite } from '../../contract-case.ts';
import { pairCases } from '../pair/index.ts';
import type { PairSubject } from '../pair/pair-subject.ts';
import { letsAuthorizationStandIn } from './lets-authorization-stand-in.ts';
import { takesAnotherScheme } from './takes-another-scheme.ts';
import { takesTheKeyFromAuthorization } from './takes-the-key-from-authorization.ts';
import { takesThePrefixTwice } from './takes-the-prefix-twice.ts';
import { wantsTheKeyInOneForm } from './wants-the-key-in-one-form.ts';

/** A pair in a header of its own. */
export const apiKeyHeaderSuite: Suite<PairSubject> = {
  name: 'api-key-header',
  cases: [
    ...pairCases,
    wantsTheKeyInOneForm,
    takesThePrefixTwice,
    takesAnotherScheme,
    takesTheKeyFromAuthorization,
    letsAuthorizationStandIn,
  ],
};
