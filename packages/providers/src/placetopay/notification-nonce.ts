// What Placetopay calls the end of a Checkout session, or its way there, and what AutoPay notifies of.
const CHECKOUT =
  'APPROVED|APPROVED_PARTIAL|PARTIAL_EXPIRED|REJECTED|PENDING|PENDING_VALIDATION|PENDING_PROCESS|FAILED|REFUNDED';
const NOTIFIED = new RegExp(`(?:^\\d{1,20}(?:${CHECKOUT})|AUTOPAY_[A-Z_]{1,40})$`);

/**
 * Whether a nonce is the beginning of what Placetopay signs when it notifies a merchant. The signature of
 * `requestId + status + date + secretKey` is the tranKey of the nonce `requestId + status` and the seed `date`: whoever
 * saw a notification could else call as the merchant. No client draws such a nonce.
 */
export function isNotificationNonce(nonce: Uint8Array): boolean {
  return NOTIFIED.test(Buffer.from(nonce).toString('latin1'));
}
