import type { Suite } from '../../contract-case.ts';
import type { JsonAuthSubject } from '../auth-in-json/json-auth-subject.ts';
import { answersAnotherMethodOtherwise } from './answers-another-method-otherwise.ts';
import { answersWithoutAStatusObject } from './answers-without-a-status-object.ts';
import { failsOnALocaleThatIsNone } from './fails-on-a-locale-that-is-none.ts';
import { namesNoChallenge } from './names-no-challenge.ts';
import { speaksAnotherLanguage } from './speaks-another-language.ts';

/** How Placetopay says no. */
export const placetopayErrorsSuite: Suite<JsonAuthSubject> = {
  name: 'placetopay-errors',
  cases: [
    answersWithoutAStatusObject,
    answersAnotherMethodOtherwise,
    namesNoChallenge,
    speaksAnotherLanguage,
    failsOnALocaleThatIsNone,
  ],
};
