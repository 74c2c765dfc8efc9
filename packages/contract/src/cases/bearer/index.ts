import type { Suite } from '../../contract-case.ts';
import type { BearerSubject } from './bearer-subject.ts';
import { chokesOnALongToken } from './chokes-on-a-long-token.ts';
import { failsOnASchemeAlone } from './fails-on-a-scheme-alone.ts';
import { failsOnWhatIsNoToken } from './fails-on-what-is-no-token.ts';
import { fetchesAKey } from './fetches-a-key.ts';
import { letsAnybodyIn } from './lets-anybody-in.ts';
import { letsInactiveAccountsIn } from './lets-inactive-accounts-in.ts';
import { namesNoError } from './names-no-error.ts';
import { refusesARightToken } from './refuses-a-right-token.ts';
import { repeatsWhatWasSent } from './repeats-what-was-sent.ts';
import { takesAPartOfASignature } from './takes-a-part-of-a-signature.ts';
import { takesATokenForNobody } from './takes-a-token-for-nobody.ts';
import { takesATokenFromTheBody } from './takes-a-token-from-the-body.ts';
import { takesATokenFromTheFuture } from './takes-a-token-from-the-future.ts';
import { takesATokenFromTheQuery } from './takes-a-token-from-the-query.ts';
import { takesATokenOfAnotherIssuer } from './takes-a-token-of-another-issuer.ts';
import { takesATokenOfMoreParts } from './takes-a-token-of-more-parts.ts';
import { takesATokenThatLivesTooLong } from './takes-a-token-that-lives-too-long.ts';
import { takesATokenWithoutAScheme } from './takes-a-token-without-a-scheme.ts';
import { takesATokenWithoutExp } from './takes-a-token-without-exp.ts';
import { takesATokenWithoutIat } from './takes-a-token-without-iat.ts';
import { takesATokenWithoutSignature } from './takes-a-token-without-signature.ts';
import { takesAlgNone } from './takes-alg-none.ts';
import { takesAlteredClaims } from './takes-altered-claims.ts';
import { takesAnExpiredToken } from './takes-an-expired-token.ts';
import { takesAnUnknownCrit } from './takes-an-unknown-crit.ts';
import { takesAnotherAlgorithm } from './takes-another-algorithm.ts';
import { takesAnotherScheme } from './takes-another-scheme.ts';
import { takesMoreThanAToken } from './takes-more-than-a-token.ts';
import { takesOneOfTwoTokens } from './takes-one-of-two-tokens.ts';
import { takesTheKeyFromTheToken } from './takes-the-key-from-the-token.ts';
import { takesTheKeyOfAnother } from './takes-the-key-of-another.ts';
import { takesTimesThatAreNoNumbers } from './takes-times-that-are-no-numbers.ts';
import { takesTwoSpellingsOfAToken } from './takes-two-spellings-of-a-token.ts';
import { wantsBearerInOneCase } from './wants-bearer-in-one-case.ts';

/** Access tokens in `Authorization` (RFC 6750) that are JWTs (RFC 7519, RFC 8725). */
export const bearerSuite: Suite<BearerSubject> = {
  name: 'bearer',
  cases: [
    refusesARightToken,
    letsAnybodyIn,
    wantsBearerInOneCase,
    failsOnASchemeAlone,
    takesMoreThanAToken,
    takesOneOfTwoTokens,
    takesATokenFromTheQuery,
    takesATokenFromTheBody,
    takesATokenWithoutAScheme,
    takesAnotherScheme,
    failsOnWhatIsNoToken,
    takesATokenOfMoreParts,
    takesAlgNone,
    takesAnotherAlgorithm,
    takesATokenWithoutSignature,
    takesAPartOfASignature,
    takesAlteredClaims,
    takesTheKeyOfAnother,
    takesTheKeyFromTheToken,
    fetchesAKey,
    takesAnUnknownCrit,
    takesATokenWithoutExp,
    takesAnExpiredToken,
    takesATokenThatLivesTooLong,
    takesATokenWithoutIat,
    takesATokenFromTheFuture,
    takesTimesThatAreNoNumbers,
    takesATokenForNobody,
    takesATokenOfAnotherIssuer,
    letsInactiveAccountsIn,
    takesTwoSpellingsOfAToken,
    chokesOnALongToken,
    repeatsWhatWasSent,
    namesNoError,
  ],
};
