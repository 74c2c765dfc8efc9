import type { Reason } from '../verdict/reason.ts';

/**
 * Which rejections count as failures: those of somebody who proved nothing. Whoever proved a credential and is
 * refused all the same is known, and does not guess; and what was not looked at for a proof was no guess either.
 */
export const countsAsFailure: Record<Reason, boolean> = {
  'credentials-malformed': true,
  'account-unknown': true,
  'proof-mismatch': true,
  // Proven; but from outside it looks like a wrong secret, and would not if it alone did not count.
  'digest-not-allowed': true,
  'token-malformed': true,
  'token-algorithm-not-allowed': true,
  // A key that is gone and a key that never was cannot be told apart.
  'token-key-unknown': true,
  'certificate-malformed': true,
  'certificate-untrusted': true,
  // Any authority on the internet may have issued it, to anybody: the account is unknown.
  'certificate-not-attached': true,

  // Proven, and refused for the account or for the request.
  'account-inactive': false,
  'account-expired': false,
  'credentials-expired': false,
  'address-not-allowed': false,
  'identity-conflict': false,
  replayed: false,
  'seed-outside-window': false,
  'seed-before-watermark': false,
  'token-expired': false,
  'token-not-yet-valid': false,
  'token-lifetime-too-long': false,
  'token-claim-missing': false,
  'token-claim-mismatch': false,
  'token-revoked': false,
  'scope-insufficient': false,
  'psu-ip-absent': false,
  'psu-ip-malformed': false,
  'psu-ip-not-public': false,
  'psu-ip-mismatch': false,
  'certificate-not-yet-valid': false,
  'certificate-expired': false,
  'certificate-not-qualified': false,
  'role-missing': false,
  'certificate-revoked': false,
  'certificate-status-unknown': false,

  // Refused before any proof was looked at.
  'insecure-transport': false,
  'host-not-allowed': false,
  'body-too-large': false,
  // Another throttle's: a block does not prolong a block.
  throttled: false,
};
