export type { Account, AccountStatus, AttachedCertificate, DigestAlgorithm } from './account/account.ts';
export { ACCOUNT_STATUSES, normalizeFingerprint } from './account/account.ts';
export { refuseAccount } from './account/account-policy.ts';
export { type CertificateDirectory, checkDirectory, type Directory } from './account/directory.ts';
export { type MemoryDirectory, memoryDirectory, normalizeSerialNumber } from './account/memory-directory.ts';
export { type PublicKeyMaterial, publicKeysOf } from './account/public-keys.ts';
export { type HashSecretOptions, hashSecret } from './account/secrets/hash-secret.ts';
export { looksHashed } from './account/secrets/phc-string.ts';
export { isLive, type Secret, type SecretWithEnd, storedValue } from './account/secrets/secret.ts';
export { type SecretMatch, type SecretVerifier, secretVerifier } from './account/secrets/secret-verifier.ts';
export type { Clock } from './clock.ts';
export {
  type MemoryReplayGuardOptions,
  memoryReplayGuard,
} from './replay/memory/memory-replay-guard.ts';
export type { Claim, ReplayGuard, ReplayScope } from './replay/replay-guard.ts';
export { type Address, type AddressRange, isPublic, parseAddress, parseRanges } from './request/address.ts';
export { decodeBase64, decodeBase64Url } from './request/base64.ts';
export {
  authorizationFor,
  type CredentialHeader,
  singleHeader,
} from './request/credential-header.ts';
export { type FetchConnection, fromFetch } from './request/from-fetch.ts';
export { type FromNodeOptions, fromNode } from './request/from-node.ts';
export type { InboundBody } from './request/inbound-body.ts';
export type {
  InboundHeaders,
  InboundRequest,
  PresentedCertificate,
  Transport,
} from './request/inbound-request.ts';
export { type RequestReaderOptions, requestReader, sendAnswer } from './request/node-adapter.ts';
export type { NodeRequest } from './request/node-request.ts';
export { refuseInsecureTransport } from './request/transport-policy.ts';
export { type TrustedProxies, trustedProxies } from './request/trusted-proxies.ts';
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
  headerBytesOf,
  jsonObject,
  type ReadHeader,
  readHeader,
  type TokenHeader,
} from './token/compact-token.ts';
export type { RevocationList } from './token/revocation-list.ts';
export {
  answerTokenRequest,
  type IssuedToken,
  type TokenAnswer,
  type TokenEndpointOptions,
  type TokenIssuer,
} from './token/token-endpoint.ts';
export type { Answer, Refusal } from './verdict/answer.ts';
export { type Check, type Explanation, hintOf } from './verdict/explanation.ts';
export type { Reason } from './verdict/reason.ts';
export {
  challenge,
  problemDetails,
  publicDetailOf,
  refusalHeaders,
  refusalOf,
  statusOf,
} from './verdict/refusal.ts';
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
} from './verdict/verdict.ts';
export { VERDICT_CHANNEL, type VerdictEvent, type VerdictHandler } from './verdict/verdict-event.ts';
export { type AllOfOptions, allOf, type JointPrincipal } from './verifier/all-of.ts';
export { andThen, isPromiseLike } from './verifier/and-then.ts';
export { firstOf } from './verifier/first-of.ts';
export { checkOptionTypes } from './verifier/option-types.ts';
export { checkedRealm } from './verifier/realm.ts';
export { checkSchemeOptions, type SchemeOptions } from './verifier/scheme-options.ts';
export {
  type Claimant,
  defineVerifier,
  type Verifier,
  type VerifierDefinition,
  type VerifyOptions,
} from './verifier/verifier.ts';
