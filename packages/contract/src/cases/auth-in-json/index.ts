import type { Suite } from '../../contract-case.ts';
import { answersOtherMethods } from './answers-other-methods.ts';
import { chokesOnALargeBody } from './chokes-on-a-large-body.ts';
import { chokesOnDeepNesting } from './chokes-on-deep-nesting.ts';
import { coercesTypes } from './coerces-types.ts';
import { failsOnABodyThatIsNoObject } from './fails-on-a-body-that-is-no-object.ts';
import { failsOnAnAuthThatIsNone } from './fails-on-an-auth-that-is-none.ts';
import { failsOnOtherEncodings } from './fails-on-other-encodings.ts';
import { failsOnWhatIsNoJson } from './fails-on-what-is-no-json.ts';
import type { JsonAuthSubject } from './json-auth-subject.ts';
import { letsAnybodyIn } from './lets-anybody-in.ts';
import { readsAuthOfAForm } from './reads-auth-of-a-form.ts';
import { readsTheTokenFromAHeader } from './reads-the-token-from-a-header.ts';
import { readsTheTokenFromTheQuery } from './reads-the-token-from-the-query.ts';
import { refusesWhatItDoesNotKnow } from './refuses-what-it-does-not-know.ts';
import { takesAPartThatIsEmpty } from './takes-a-part-that-is-empty.ts';
import { takesATokenInAnotherPlace } from './takes-a-token-in-another-place.ts';
import { takesATokenWithoutAllItsParts } from './takes-a-token-without-all-its-parts.ts';
import { takesControlCharacters } from './takes-control-characters.ts';
import { takesJsonByAnotherName } from './takes-json-by-another-name.ts';
import { takesTheFirstOfTwoTokens } from './takes-the-first-of-two-tokens.ts';
import { takesWhatAnObjectInherits } from './takes-what-an-object-inherits.ts';
import { wantsOneContentType } from './wants-one-content-type.ts';

/** The username token as the `auth` of a JSON body. */
export const authInJsonSuite: Suite<JsonAuthSubject> = {
  name: 'auth-in-json',
  cases: [
    letsAnybodyIn,
    failsOnAnAuthThatIsNone,
    failsOnABodyThatIsNoObject,
    failsOnWhatIsNoJson,
    takesJsonByAnotherName,
    readsAuthOfAForm,
    failsOnOtherEncodings,
    wantsOneContentType,
    takesATokenWithoutAllItsParts,
    coercesTypes,
    takesAPartThatIsEmpty,
    takesControlCharacters,
    takesWhatAnObjectInherits,
    takesATokenInAnotherPlace,
    readsTheTokenFromTheQuery,
    readsTheTokenFromAHeader,
    refusesWhatItDoesNotKnow,
    takesTheFirstOfTwoTokens,
    answersOtherMethods,
    chokesOnALargeBody,
    chokesOnDeepNesting,
  ],
};
