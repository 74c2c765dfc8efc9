import { acceptsAWrongSecret } from './accepts-a-wrong-secret.ts';
import { acceptsTheSecretOfAnother } from './accepts-the-secret-of-another.ts';
import { chokesOnALongHeader } from './chokes-on-a-long-header.ts';
import { decodesPercentEscapes } from './decodes-percent-escapes.ts';
import { decodesTwice } from './decodes-twice.ts';
import { failsOnInvalidUtf8 } from './fails-on-invalid-utf-8.ts';
import { failsOnWhatIsNoBase64 } from './fails-on-what-is-no-base64.ts';
import { failsWithoutAColon } from './fails-without-a-colon.ts';
import { findsWhatAnObjectInherits } from './finds-what-an-object-inherits.ts';
import { ignoresWhatFollowsNul } from './ignores-what-follows-nul.ts';
import { letsAccountsInFromElsewhere } from './lets-accounts-in-from-elsewhere.ts';
import { letsAnybodyIn } from './lets-anybody-in.ts';
import { letsInactiveAccountsIn } from './lets-inactive-accounts-in.ts';
import { letsRefusalsBeCached } from './lets-refusals-be-cached.ts';
import { mixesUpRequests } from './mixes-up-requests.ts';
import type { PairCase } from './pair-subject.ts';
import { reflectsALineBreak } from './reflects-a-line-break.ts';
import { refusesTheRightPair } from './refuses-the-right-pair.ts';
import { repeatsWhatWasSent } from './repeats-what-was-sent.ts';
import { splitsAtTheSecondColon } from './splits-at-the-second-colon.ts';
import { takesACredentialTwice } from './takes-a-credential-twice.ts';
import { takesLookalikes } from './takes-lookalikes.ts';
import { takesMoreAfterThePair } from './takes-more-after-the-pair.ts';
import { takesNonCanonicalBase64 } from './takes-non-canonical-base64.ts';
import { takesOneOfTwoCredentials } from './takes-one-of-two-credentials.ts';
import { takesStrangersInBase64 } from './takes-strangers-in-base64.ts';
import { takesThePairAsItIs } from './takes-the-pair-as-it-is.ts';
import { takesThePairFromTheQuery } from './takes-the-pair-from-the-query.ts';
import { takesUnpaddedBase64 } from './takes-unpadded-base64.ts';
import { takesUrlSafeBase64 } from './takes-url-safe-base64.ts';
import { tellsAccountsFromSecrets } from './tells-accounts-from-secrets.ts';
import { tellsStrangersOfInactiveAccounts } from './tells-strangers-of-inactive-accounts.ts';
import { trimsThePair } from './trims-the-pair.ts';
import { wantsTheHeaderInOneCase } from './wants-the-header-in-one-case.ts';

/** What goes wrong with an id:secret pair, whichever header it is in. */
export const pairCases: readonly PairCase[] = [
  refusesTheRightPair,
  letsAnybodyIn,
  acceptsAWrongSecret,
  acceptsTheSecretOfAnother,
  splitsAtTheSecondColon,
  failsWithoutAColon,
  failsOnInvalidUtf8,
  failsOnWhatIsNoBase64,
  ignoresWhatFollowsNul,
  trimsThePair,
  reflectsALineBreak,
  decodesPercentEscapes,
  takesOneOfTwoCredentials,
  takesACredentialTwice,
  takesMoreAfterThePair,
  takesUrlSafeBase64,
  takesUnpaddedBase64,
  takesNonCanonicalBase64,
  takesStrangersInBase64,
  decodesTwice,
  takesThePairAsItIs,
  chokesOnALongHeader,
  findsWhatAnObjectInherits,
  takesLookalikes,
  takesThePairFromTheQuery,
  wantsTheHeaderInOneCase,
  mixesUpRequests,
  letsInactiveAccountsIn,
  letsAccountsInFromElsewhere,
  tellsAccountsFromSecrets,
  tellsStrangersOfInactiveAccounts,
  repeatsWhatWasSent,
  letsRefusalsBeCached,
];
