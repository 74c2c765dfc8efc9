/**
 * Why a credential was rejected. The codes are stable: log them, count them, switch over them.
 * What a stranger may be told of them is decided by the refusal, not here.
 */
export type Reason =
  // any scheme
  | 'credentials-malformed'
  | 'account-unknown'
  | 'proof-mismatch'
  | 'account-inactive'
  | 'account-expired'
  | 'credentials-expired'
  | 'address-not-allowed'
  | 'insecure-transport'
  | 'host-not-allowed'
  | 'identity-conflict'
  | 'throttled'
  | 'body-too-large'
  // used once
  | 'replayed'
  | 'seed-outside-window'
  | 'seed-before-watermark'
  | 'digest-not-allowed'
  // bearer tokens
  | 'token-malformed'
  | 'token-algorithm-not-allowed'
  | 'token-key-unknown'
  | 'token-expired'
  | 'token-not-yet-valid'
  | 'token-lifetime-too-long'
  | 'token-claim-missing'
  | 'token-claim-mismatch'
  | 'token-revoked'
  | 'scope-insufficient'
  | 'psu-ip-absent'
  | 'psu-ip-malformed'
  | 'psu-ip-not-public'
  | 'psu-ip-mismatch'
  // client certificates
  | 'certificate-malformed'
  | 'certificate-untrusted'
  | 'certificate-not-yet-valid'
  | 'certificate-expired'
  | 'certificate-revoked'
  | 'certificate-status-unknown'
  | 'certificate-not-attached'
  | 'certificate-not-qualified'
  | 'role-missing';
