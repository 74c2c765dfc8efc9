import {
  absent,
  type InboundRequest,
  type NotAccepted,
  type Refusal,
  refusalHeaders,
  statusOf,
  type Verifier,
} from '@countersign/core';
import {
  type UsernameTokenOptions,
  type UsernameTokenPrincipal,
  usernameToken,
} from '@countersign/username-token';
import { authenticationCodeOf } from './authentication-code.ts';
import {
  authenticationFailed,
  type PlacetopayLanguage,
  placetopayError,
  placetopayLanguage,
} from './error.ts';
import { placetopayNotification } from './notification.ts';
import { placetopaySoap } from './soap.ts';

export interface PlacetopayOptions extends UsernameTokenOptions {
  /** Checkout and payment links answer a failed authentication with 401 (the default), AutoPay with 400. */
  readonly failureStatus?: 400 | 401 | undefined;
}

/**
 * Placetopay: the `auth` object (`login`, `tranKey`, `nonce`, `seed`) in a JSON body, on requests to its gateway
 * and on those it makes to a merchant's microsite. An account is a site: its id is the `login`, its secret the
 * `secretKey`.
 *
 * Refusals hold a `status` object with the provider's code, 100 to 107, in Spanish unless the request's
 * `locale` says English.
 *
 * @throws TypeError when an option is unusable.
 * @see Placetopay, Gateway API, Authentication
 */
export function placetopay(options: PlacetopayOptions): Verifier<UsernameTokenPrincipal> {
  const { failureStatus = 401, clock = Date.now, ...rest } = options;
  if (failureStatus !== 401 && failureStatus !== 400) {
    throw new TypeError('failureStatus must be 401 (Checkout, payment links) or 400 (AutoPay)');
  }
  const verifier = usernameToken({ ...rest, clock, realm: rest.realm ?? 'Placetopay' });
  // A refusal is made at once, and the body that names its language was read by the time there is a verdict.
  const languages = new WeakMap<InboundRequest, PlacetopayLanguage>();

  function refuse(verdict: NotAccepted, request: InboundRequest): Refusal {
    const language = languages.get(request) ?? 'es';
    const code = authenticationCodeOf(verdict);
    const status = code === undefined ? statusOf(verdict) : failureStatus;
    const message = code === undefined ? undefined : authenticationFailed(language, code);
    const error = placetopayError(status, language, clock, message);
    // A 401 has a challenge, also where elsewhere the verdict would be a 403, which has none.
    const challenges = status === 401 ? verifier.challenges?.(absent) : undefined;
    return { ...error, headers: { ...error.headers, ...refusalHeaders(verdict, challenges) } };
  }

  return {
    ...verifier,
    // Who is asked for the claimant alone may be refused without being verified, in a language all the same.
    async claimant(request) {
      languages.set(request, await languageOf(request));
      return verifier.claimant?.(request);
    },
    async verify(request, verifyOptions) {
      const verdict = await verifier.verify(request, verifyOptions);
      if (verdict.outcome !== 'accepted') languages.set(request, await languageOf(request));
      return verdict;
    },
    refuse,
  };
}

/** Notifications to a merchant: checkout, gateway and AutoPay. */
placetopay.notification = placetopayNotification;

/** The same over SOAP, with faults for refusals. */
placetopay.soap = placetopaySoap;

async function languageOf(request: InboundRequest): Promise<PlacetopayLanguage> {
  try {
    const body = await request.body();
    return body.kind === 'json' ? placetopayLanguage(body.value) : 'es';
  } catch {
    return 'es';
  }
}
