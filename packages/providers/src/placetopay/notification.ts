import { type NotAccepted, type Refusal, refusalHeaders, statusOf, type Verifier } from '@countersign/core';
import {
  type NotificationPrincipal,
  type NotificationSignatureOptions,
  notificationSignature,
} from '@countersign/request-signature';
import { notificationFailed, placetopayError } from './error.ts';
import { notificationForms, type PlacetopayNotificationKind } from './notification-forms.ts';

export interface PlacetopayNotificationOptions extends Omit<NotificationSignatureOptions, 'form' | 'realm'> {
  /** What is notified of: each kind is signed in its own way. Default `checkout`. */
  readonly kind?: PlacetopayNotificationKind | undefined;
}

/**
 * A notification that Placetopay sends to a merchant. The account is the merchant's site, with its `secretKey`.
 * SHA-1, which old notifications of Checkout are signed with, is for an account whose `digests` name it.
 *
 * Refusals hold a `status` object: 401, for AutoPay 400.
 *
 * @throws TypeError when an option is unusable.
 */
export function placetopayNotification(
  options: PlacetopayNotificationOptions,
): Verifier<NotificationPrincipal> {
  const { kind = 'checkout', clock = Date.now, ...rest } = options;
  if (!Object.hasOwn(notificationForms, kind)) {
    throw new TypeError(`kind must be one of ${Object.keys(notificationForms).join(', ')}`);
  }
  const form = notificationForms[kind];
  const verifier = notificationSignature({ ...rest, clock, form, realm: 'Placetopay' });

  function refuse(verdict: NotAccepted): Refusal {
    const failed = statusOf(verdict) === 401;
    const status = failed && kind === 'autopay' ? 400 : statusOf(verdict);
    const error = placetopayError(status, 'es', clock, failed ? notificationFailed : undefined);
    const challenges = status === 401 ? verifier.challenges?.(verdict) : undefined;
    return { ...error, headers: { ...error.headers, ...refusalHeaders(verdict, challenges) } };
  }

  return { ...verifier, refuse };
}
