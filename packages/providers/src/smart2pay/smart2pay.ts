import { type BasicOptions, basic, type PairPrincipal } from '@countersign/basic';
import {
  type Account,
  memoryDirectory,
  type NotAccepted,
  publicDetailOf,
  type Refusal,
  refusalHeaders,
  statusOf,
  type Verifier,
} from '@countersign/core';

export type Smart2PayOptions = Omit<BasicOptions, 'idPattern' | 'alsoFormEncoded' | 'realm'> & {
  /** Default `Smart2Pay`. */
  readonly realm?: string | undefined;
};

/** A SiteID is digits. */
const siteId = /^\d{1,18}$/;

/**
 * Smart2Pay (Nuvei APM): `Authorization: Basic SiteID:APIKey`, on requests to the gateway and on its
 * notifications to a merchant. An account is a site: `status` is its `Active`, `addresses` its `IPList`,
 * `secrets` its API keys while one is being regenerated.
 *
 * Refusals are `{"Message":"…"}`, as its API writes errors.
 *
 * @throws TypeError when an option is unusable.
 * @see Smart2Pay, REST API, Authentication; Payment notifications
 */
export function smart2pay(options: Smart2PayOptions): Verifier<PairPrincipal> {
  const verifier = basic({ ...options, realm: options.realm ?? 'Smart2Pay', idPattern: siteId });
  return {
    ...verifier,
    refuse: (verdict) => smart2payRefusal(verdict, verifier.challenges?.(verdict)),
  };
}

export type Smart2PayNotificationOptions = Omit<Smart2PayOptions, 'directory'> & {
  /** The merchant's own site, with its API keys; `addresses` are those that Smart2Pay calls from. */
  readonly account: Account;
};

/** Notifications to a merchant carry the same Basic pair as requests: of the merchant's own site. */
function smart2payNotification({
  account,
  ...options
}: Smart2PayNotificationOptions): Verifier<PairPrincipal> {
  return smart2pay({ ...options, directory: memoryDirectory([account]) });
}

smart2pay.notification = smart2payNotification;

function smart2payRefusal(verdict: NotAccepted, challenges?: readonly string[]): Refusal {
  const error = smart2payError(statusOf(verdict), publicDetailOf(verdict));
  return { ...error, headers: { ...error.headers, ...refusalHeaders(verdict, challenges) } };
}

/** Any error as the Smart2Pay API writes it. */
export function smart2payError(status: number, message: string): Refusal {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
    body: JSON.stringify({ Message: message }),
  };
}
