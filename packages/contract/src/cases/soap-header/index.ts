import type { Suite } from '../../contract-case.ts';
import { answersInAnotherVersion } from './answers-in-another-version.ts';
import { chokesOnALargeMessage } from './chokes-on-a-large-message.ts';
import { chokesOnDeepNesting } from './chokes-on-deep-nesting.ts';
import { failsOnOtherEncodings } from './fails-on-other-encodings.ts';
import { failsOnWhatIsNoMessage } from './fails-on-what-is-no-message.ts';
import { forgetsWhatAnotherFormUsed } from './forgets-what-another-form-used.ts';
import { ignoresNamespaces } from './ignores-namespaces.ts';
import { joinsTextAroundAComment } from './joins-text-around-a-comment.ts';
import { letsAnybodyIn } from './lets-anybody-in.ts';
import { namesAnotherContentType } from './names-another-content-type.ts';
import { refusesCdata } from './refuses-cdata.ts';
import { refusesTheRightMessage } from './refuses-the-right-message.ts';
import { resolvesEntities } from './resolves-entities.ts';
import { routesOnSoapAction } from './routes-on-soap-action.ts';
import type { SoapSubject } from './soap-subject.ts';
import { takesADigestByAnotherType } from './takes-a-digest-by-another-type.ts';
import { takesAHeaderForSomebodyElse } from './takes-a-header-for-somebody-else.ts';
import { takesANonceInAnotherEncoding } from './takes-a-nonce-in-another-encoding.ts';
import { takesAPasswordInTheClear } from './takes-a-password-in-the-clear.ts';
import { takesATokenInAnotherPlace } from './takes-a-token-in-another-place.ts';
import { takesATokenWithoutAllItsParts } from './takes-a-token-without-all-its-parts.ts';
import { takesAnotherContentType } from './takes-another-content-type.ts';
import { takesOneOfTwoParts } from './takes-one-of-two-parts.ts';
import { takesOneOfTwoTokens } from './takes-one-of-two-tokens.ts';
import { takesTheTimeOfAnotherElement } from './takes-the-time-of-another-element.ts';
import { wantsOnePrefix } from './wants-one-prefix.ts';
import { wantsTheTypeInOneForm } from './wants-the-type-in-one-form.ts';

/** The username token in the Security header of a SOAP message. */
export const soapHeaderSuite: Suite<SoapSubject> = {
  name: 'soap-header',
  cases: [
    refusesTheRightMessage,
    answersInAnotherVersion,
    namesAnotherContentType,
    letsAnybodyIn,
    failsOnWhatIsNoMessage,
    failsOnOtherEncodings,
    takesAnotherContentType,
    routesOnSoapAction,
    takesAPasswordInTheClear,
    takesADigestByAnotherType,
    wantsTheTypeInOneForm,
    takesATokenWithoutAllItsParts,
    takesOneOfTwoParts,
    takesTheTimeOfAnotherElement,
    takesATokenInAnotherPlace,
    takesOneOfTwoTokens,
    takesAHeaderForSomebodyElse,
    wantsOnePrefix,
    ignoresNamespaces,
    resolvesEntities,
    joinsTextAroundAComment,
    refusesCdata,
    takesANonceInAnotherEncoding,
    forgetsWhatAnotherFormUsed,
    chokesOnDeepNesting,
    chokesOnALargeMessage,
  ],
};
