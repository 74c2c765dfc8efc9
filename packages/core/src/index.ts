export type { Account, AccountStatus, AttachedCertificate, DigestAlgorithm } from './account.ts';
export { ACCOUNT_STATUSES } from './account.ts';
export { refuseAccount } from './account-policy.ts';
export { type Address, isPublic, parseAddress } from './address.ts';
export { type AllOfOptions, allOf, type JointPrincipal } from './all-of.ts';
export type { Answer, Refusal } from './answer.ts';
export { decodeBase64, decodeBase64Url } from './base64.ts';
export type { Clock } from './clock.ts';
export {
  authorizationFor,
  type CredentialHeader,
  singleHeader,
} from './credential-header.ts';
export { type CertificateDirectory, checkDirectory, type Directory } from './directory.ts';
export type { Check, Explanation } from './explanation.ts';
export { firstOf } from './first-of.ts';
export { type FetchConnection, fromFetch } from './from-fetch.ts';
export { type FromNodeOptions, fromNode } from './from-node.ts';
export type { InboundBody } from './inbound-body.ts';
export type {
  InboundHeaders,
  InboundRequest,
  PresentedCertificate,
  Transport,
} from './inbound-request.ts';
export { type MemoryDirectory, memoryDirectory, normalizeSerialNumber } from './memory-directory.ts';
export {
  type MemoryReplayGuardOptions,
  memoryReplayGuard,
} from './memory-replay-guard/memory-replay-guard.ts';
export { type RequestReaderOptions, requestReader, sendAnswer } from './node-adapter.ts';
export type { NodeRequest } from './node-request.ts';
export { checkOptionTypes } from './option-types.ts';
export { checkedRealm } from './realm.ts';
export type { Reason } from './reason.ts';
export {
  challenge,
  problemDetails,
  publicDetailOf,
  refusalHeaders,
  refusalOf,
  statusOf,
} from './refusal.ts';
export type { Claim, ReplayGuard, ReplayScope } from './replay-guard.ts';
export type { RevocationList } from './revocation-list.ts';
export { checkSchemeOptions, type SchemeOptions } from './scheme-options.ts';
export { type HashSecretOptions, hashSecret } from './secrets/hash-secret.ts';
export { looksHashed } from './secrets/phc-string.ts';
export { isLive, type Secret, type SecretWithEnd, storedValue } from './secrets/secret.ts';
export { type SecretMatch, type SecretVerifier, secretVerifier } from './secrets/secret-verifier.ts';
export {
  type SqliteReplayGuard,
  type SqliteReplayGuardOptions,
  sqliteReplayGuard,
} from './sqlite/sqlite-replay-guard.ts';
export {
  type SqliteRevocationList,
  type SqliteRevocationListOptions,
  sqliteRevocationList,
} from './sqlite/sqlite-revocation-list.ts';
export { type MemoryThrottleOptions, memoryThrottle } from './throttle/memory-throttle.ts';
export { type ThrottleOptions, throttle } from './throttle/throttle.ts';
export type { CountedFailures, FailureCounter, ThrottleStore } from './throttle/throttle-store.ts';
export {
  answerTokenRequest,
  type IssuedToken,
  type TokenAnswer,
  type TokenEndpointOptions,
  type TokenIssuer,
} from './token-endpoint.ts';
export { refuseInsecureTransport } from './transport-policy.ts';
export { type TrustedProxies, trustedProxies } from './trusted-proxies.ts';
export {
  type Absent,
  type Accepted,
  absent,
  accepted,
  type NotAccepted,
  type Principal,
  type Rejected,
  rejected,
  type Unavailable,
  unavailable,
  type Verdict,
} from './verdict.ts';
export { VERDICT_CHANNEL, type VerdictEvent, type VerdictHandler } from './verdict-event.ts';
export {
  type Claimant,
  defineVerifier,
  type Verifier,
  type VerifierDefinition,
  type VerifyOptions,
} from './verifier.ts';
