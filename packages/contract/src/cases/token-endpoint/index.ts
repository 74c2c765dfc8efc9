import type { Suite } from '../../contract-case.ts';
import { acceptsAWrongSecret } from './accepts-a-wrong-secret.ts';
import { answersGet } from './answers-get.ts';
import { answersInAnotherType } from './answers-in-another-type.ts';
import { answersWithAnotherStatus } from './answers-with-another-status.ts';
import { answersWithNulls } from './answers-with-nulls.ts';
import { chokesOnALongBody } from './chokes-on-a-long-body.ts';
import { givesTheSameTokenTwice } from './gives-the-same-token-twice.ts';
import { grantsAnUnknownScope } from './grants-an-unknown-scope.ts';
import { letsAnybodyIn } from './lets-anybody-in.ts';
import { letsInactiveClientsIn } from './lets-inactive-clients-in.ts';
import { letsRefusalsBeCached } from './lets-refusals-be-cached.ts';
import { letsTokensBeCached } from './lets-tokens-be-cached.ts';
import { namesNoTokenType } from './names-no-token-type.ts';
import { needsNoGrantType } from './needs-no-grant-type.ts';
import { refusesACharset } from './refuses-a-charset.ts';
import { refusesAFormEncodedPair } from './refuses-a-form-encoded-pair.ts';
import { refusesTheRightClient } from './refuses-the-right-client.ts';
import { repeatsWhatWasSent } from './repeats-what-was-sent.ts';
import { saysNoLifetime } from './says-no-lifetime.ts';
import { stumblesOverAParameter } from './stumbles-over-a-parameter.ts';
import { takesAJsonBody } from './takes-a-json-body.ts';
import { takesAParameterTwice } from './takes-a-parameter-twice.ts';
import { takesAnyGrantType } from './takes-any-grant-type.ts';
import { takesOneOfTwoClients } from './takes-one-of-two-clients.ts';
import { takesTheClientFromTheBody } from './takes-the-client-from-the-body.ts';
import { takesTheClientFromTheQuery } from './takes-the-client-from-the-query.ts';
import { takesTwoAuthentications } from './takes-two-authentications.ts';
import { tellsClientsFromSecrets } from './tells-clients-from-secrets.ts';
import type { TokenEndpointSubject } from './token-endpoint-subject.ts';

/** The token endpoint for client credentials (RFC 6749, sections 4.4 and 5). */
export const tokenEndpointSuite: Suite<TokenEndpointSubject> = {
  name: 'token-endpoint',
  cases: [
    refusesTheRightClient,
    answersWithAnotherStatus,
    answersInAnotherType,
    namesNoTokenType,
    saysNoLifetime,
    answersWithNulls,
    letsTokensBeCached,
    letsRefusalsBeCached,
    givesTheSameTokenTwice,
    acceptsAWrongSecret,
    tellsClientsFromSecrets,
    letsAnybodyIn,
    letsInactiveClientsIn,
    refusesAFormEncodedPair,
    takesTwoAuthentications,
    takesTheClientFromTheQuery,
    takesTheClientFromTheBody,
    needsNoGrantType,
    takesAnyGrantType,
    takesAParameterTwice,
    stumblesOverAParameter,
    grantsAnUnknownScope,
    takesAJsonBody,
    refusesACharset,
    answersGet,
    takesOneOfTwoClients,
    chokesOnALongBody,
    repeatsWhatWasSent,
  ],
};
