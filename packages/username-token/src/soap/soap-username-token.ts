import {
  absent,
  checkOptionTypes,
  checkSchemeOptions,
  defineVerifier,
  type Explanation,
  type InboundRequest,
  type NotAccepted,
  publicDetailOf,
  type Refusal,
  refusalHeaders,
  refuseInsecureTransport,
  rejected,
  statusOf,
  type Verdict,
  type Verifier,
} from '@countersign/core';
import { shapeMistake } from '../mistakes/shape-mistake.ts';
import { loginOf, parseToken } from '../token.ts';
import type { UsernameTokenOptions } from '../username-token.ts';
import { tokenVerifier, type UsernameTokenPrincipal } from '../verify-token.ts';
import type { SoapVersion } from './envelope.ts';
import { soapFault } from './fault.ts';
import { placeMistake } from './mistakes/place-mistake.ts';
import { tokenMistake } from './mistakes/token-mistake.ts';
import { soapMessage, soapVersionOf } from './soap-message.ts';
import { ELEMENT_NAMES } from './token-element.ts';

export interface SoapUsernameTokenOptions extends Omit<UsernameTokenOptions, 'realm'> {
  /** What a fault says of a verdict, in English. Default, or where it gives none: a sentence that a stranger may read. */
  readonly faultText?: ((verdict: NotAccepted) => string | undefined) | undefined;
}

/**
 * The tranKey over SOAP: the `UsernameToken` in the `Security` header of an envelope of SOAP 1.1 or 1.2, with
 * `Username`, a `Password` typed as `PasswordDigest`, `Nonce` and `Created`. What they hold is checked as
 * `usernameToken` checks `auth`, with the same reasons, and the same digest is claimed: one that was used over JSON is
 * used up here too, where both are given one replay guard. The digest covers nothing else of the message.
 *
 * The message is UTF-8, `text/xml` or `application/soap+xml`; its version is told by its envelope, and its `SOAPAction`
 * is not looked at. No document type declaration, no processing instruction; depth, elements and attributes bounded.
 * Whatever cannot be read as an envelope with a token in its Security header is `absent`; two Security headers, two
 * tokens, and a part that is missing, doubled or in another form are `credentials-malformed`.
 *
 * Refusals are faults in the message's version, of SOAP 1.1 where it has none: HTTP 500 in SOAP 1.1 and 400 in 1.2 for
 * credentials, and 413, 429 and 503 as everywhere. They need the bytes of the body: a parser mounted before that left
 * none makes the verdict `unavailable`, with a cause that says so.
 *
 * @throws TypeError when an option is unusable.
 * @see OASIS Web Services Security UsernameToken Profile 1.1, section 3.1
 */
export function soapUsernameToken(options: SoapUsernameTokenOptions): Verifier<UsernameTokenPrincipal> {
  checkSchemeOptions(options);
  const { faultText } = options;
  checkOptionTypes({ faultText }, { faultText: 'function' });
  const verifyToken = tokenVerifier(options);
  async function check(
    request: InboundRequest,
    explain: Explanation | undefined,
  ): Promise<Verdict<UsernameTokenPrincipal>> {
    const message = await soapMessage(request);
    if (message.kind === 'too-large') {
      explain?.push({ check: 'body', outcome: 'failed', detail: 'is too large' });
      return rejected('body-too-large');
    }
    if (message.kind === 'absent') {
      const { check, detail } = message;
      explain?.push({
        check,
        outcome: 'failed',
        detail,
        ...placeMistake(await request.body(), message.root),
      });
      return absent;
    }
    const insecure = options.requireTls && refuseInsecureTransport(request, explain);
    if (insecure) return insecure;
    if (message.kind === 'malformed') {
      explain?.push({ check: message.check, outcome: 'failed', detail: message.detail });
      return rejected('credentials-malformed');
    }
    explain?.push({
      check: 'envelope',
      outcome: 'passed',
      detail: `SOAP ${message.version}, one Security header`,
    });

    const { element, security, texts } = message;
    const token = 'malformed' in texts ? texts : parseToken(texts);
    if ('malformed' in token) {
      const { malformed, problem } = token;
      const mistake =
        explain &&
        (tokenMistake(malformed, element, security) ??
          (await shapeMistake(malformed, texts, options.directory)));
      const detail = `${ELEMENT_NAMES[malformed]} ${problem}`;
      explain?.push({ check: 'token', outcome: 'failed', detail, ...mistake });
      return rejected('credentials-malformed');
    }
    explain?.push({ check: 'token', outcome: 'passed', detail: 'Username, Password, Nonce and Created' });
    return verifyToken(token, request, explain);
  }

  function refuse(verdict: NotAccepted, request: InboundRequest): Refusal {
    const version = soapVersionOf(request);
    const status = statusOf(verdict);
    const text = faultText?.(verdict) ?? publicDetailOf(verdict);
    const fault = soapFault({
      version,
      status: status === 401 || status === 403 ? FAULT_STATUS[version] : status,
      blame: verdict.outcome === 'unavailable' ? 'server' : 'client',
      text,
    });
    return { ...fault, headers: { ...fault.headers, ...refusalHeaders(verdict) } };
  }

  return defineVerifier({
    scheme: 'soap-username-token',
    onVerdict: options.onVerdict,
    check,
    refuse,
    async claimant(request) {
      const message = await soapMessage(request);
      if (message.kind === 'absent') return undefined;
      const account =
        message.kind === 'token' && !('malformed' in message.texts) ? loginOf(message.texts) : undefined;
      return account === undefined ? {} : { account };
    },
  });
}

// SOAP 1.1, section 6.2: any fault is a 500. SOAP 1.2, part 2, section 7.5.2.2: the sender's is a 400.
const FAULT_STATUS: Record<SoapVersion, number> = { '1.1': 500, '1.2': 400 };
