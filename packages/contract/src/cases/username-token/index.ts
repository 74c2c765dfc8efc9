import type { Suite } from '../../contract-case.ts';
import { acceptsARace } from './accepts-a-race.ts';
import { acceptsAReplay } from './accepts-a-replay.ts';
import { acceptsAWrongSecret } from './accepts-a-wrong-secret.ts';
import { acceptsTheSecretOfAnother } from './accepts-the-secret-of-another.ts';
import { burnsATokenBeforeTheProof } from './burns-a-token-before-the-proof.ts';
import { chokesOnLongValues } from './chokes-on-long-values.ts';
import { comparesWithoutCase } from './compares-without-case.ts';
import { decodesTheNonceTwice } from './decodes-the-nonce-twice.ts';
import { failsOnWhatIsNoBase64 } from './fails-on-what-is-no-base64.ts';
import { findsWhatAnObjectInherits } from './finds-what-an-object-inherits.ts';
import { foldsTheCaseOfALogin } from './folds-the-case-of-a-login.ts';
import { hashesTheEncodedNonce } from './hashes-the-encoded-nonce.ts';
import { hashesTheInstantOfASeed } from './hashes-the-instant-of-a-seed.ts';
import { ignoresTheOffset } from './ignores-the-offset.ts';
import { leavesOutTheSecret } from './leaves-out-the-secret.ts';
import { letsAccountsInFromElsewhere } from './lets-accounts-in-from-elsewhere.ts';
import { letsExpiredAccountsIn } from './lets-expired-accounts-in.ts';
import { letsExpiredSecretsIn } from './lets-expired-secrets-in.ts';
import { letsInactiveAccountsIn } from './lets-inactive-accounts-in.ts';
import { letsRefusalsBeCached } from './lets-refusals-be-cached.ts';
import { letsStrangersIn } from './lets-strangers-in.ts';
import { looksAtTheSeedBeforeTheProof } from './looks-at-the-seed-before-the-proof.ts';
import { mixesUpRequests } from './mixes-up-requests.ts';
import { readsTheNonceAsText } from './reads-the-nonce-as-text.ts';
import { refusesASeedFourMinutesAhead } from './refuses-a-seed-four-minutes-ahead.ts';
import { refusesASeedOfFourMinutesAgo } from './refuses-a-seed-of-four-minutes-ago.ts';
import { refusesFractionsOfASecond } from './refuses-fractions-of-a-second.ts';
import { refusesSha1OfALegacyAccount } from './refuses-sha-1-of-a-legacy-account.ts';
import { refusesTheRightToken } from './refuses-the-right-token.ts';
import { remembersTheNonceAlone } from './remembers-the-nonce-alone.ts';
import { repeatsWhatWasSent } from './repeats-what-was-sent.ts';
import { sharesNoncesBetweenAccounts } from './shares-nonces-between-accounts.ts';
import { swapsLoginAndSecret } from './swaps-login-and-secret.ts';
import { takesALookalikeLogin } from './takes-a-lookalike-login.ts';
import { takesAMovedBoundary } from './takes-a-moved-boundary.ts';
import { takesANonceThatIsNoBase64 } from './takes-a-nonce-that-is-no-base64.ts';
import { takesAPartOfTheTranKey } from './takes-a-part-of-the-tran-key.ts';
import { takesASeedFromTheFuture } from './takes-a-seed-from-the-future.ts';
import { takesASeedWithoutAZone } from './takes-a-seed-without-a-zone.ts';
import { takesAUsedTokenInAnotherSpelling } from './takes-a-used-token-in-another-spelling.ts';
import { takesAnEmptyNonce } from './takes-an-empty-nonce.ts';
import { takesAnEmptyTranKey } from './takes-an-empty-tran-key.ts';
import { takesAnOldSeed } from './takes-an-old-seed.ts';
import { takesAnotherOrder } from './takes-another-order.ts';
import { takesAnyDigestByItsLength } from './takes-any-digest-by-its-length.ts';
import { takesBase64InAnotherSpelling } from './takes-base64-in-another-spelling.ts';
import { takesHexadecimal } from './takes-hexadecimal.ts';
import { takesImpossibleDates } from './takes-impossible-dates.ts';
import { takesOtherFormsOfTime } from './takes-other-forms-of-time.ts';
import { takesSha1FromEverybody } from './takes-sha-1-from-everybody.ts';
import { takesTheSecretItself } from './takes-the-secret-itself.ts';
import { takesTheWordNow } from './takes-the-word-now.ts';
import { tellsStrangersOfAnAccount } from './tells-strangers-of-an-account.ts';
import { triesWhiteSpaceAroundTheSecret } from './tries-white-space-around-the-secret.ts';
import { trimsTheLogin } from './trims-the-login.ts';
import type { UsernameTokenSubject } from './username-token-subject.ts';
import { wantsALongNonce } from './wants-a-long-nonce.ts';
import { wantsOneFormOfZone } from './wants-one-form-of-zone.ts';
import { wantsSeconds } from './wants-seconds.ts';

/** What goes wrong with a username token, whatever carries it. */
export const usernameTokenSuite: Suite<UsernameTokenSubject> = {
  name: 'username-token',
  cases: [
    refusesTheRightToken,
    acceptsAWrongSecret,
    acceptsTheSecretOfAnother,
    letsStrangersIn,
    findsWhatAnObjectInherits,
    foldsTheCaseOfALogin,
    trimsTheLogin,
    takesALookalikeLogin,
    swapsLoginAndSecret,
    takesAPartOfTheTranKey,
    takesAnEmptyTranKey,
    comparesWithoutCase,
    takesTheSecretItself,
    leavesOutTheSecret,
    takesSha1FromEverybody,
    refusesSha1OfALegacyAccount,
    takesAnyDigestByItsLength,
    takesHexadecimal,
    hashesTheEncodedNonce,
    takesAnotherOrder,
    triesWhiteSpaceAroundTheSecret,
    acceptsAReplay,
    acceptsARace,
    takesAUsedTokenInAnotherSpelling,
    takesBase64InAnotherSpelling,
    takesAMovedBoundary,
    burnsATokenBeforeTheProof,
    remembersTheNonceAlone,
    sharesNoncesBetweenAccounts,
    mixesUpRequests,
    refusesASeedOfFourMinutesAgo,
    refusesASeedFourMinutesAhead,
    takesAnOldSeed,
    takesASeedFromTheFuture,
    ignoresTheOffset,
    wantsOneFormOfZone,
    refusesFractionsOfASecond,
    wantsSeconds,
    takesASeedWithoutAZone,
    takesTheWordNow,
    takesOtherFormsOfTime,
    takesImpossibleDates,
    hashesTheInstantOfASeed,
    wantsALongNonce,
    readsTheNonceAsText,
    decodesTheNonceTwice,
    takesAnEmptyNonce,
    takesANonceThatIsNoBase64,
    failsOnWhatIsNoBase64,
    chokesOnLongValues,
    letsInactiveAccountsIn,
    letsExpiredAccountsIn,
    letsExpiredSecretsIn,
    letsAccountsInFromElsewhere,
    tellsStrangersOfAnAccount,
    looksAtTheSeedBeforeTheProof,
    repeatsWhatWasSent,
    letsRefusalsBeCached,
  ],
};
