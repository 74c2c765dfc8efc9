import type { NotAccepted, Verifier } from '@countersign/core';
import {
  type SoapUsernameTokenOptions,
  soapUsernameToken,
  type UsernameTokenPrincipal,
} from '@countersign/username-token';
import { authenticationCodeOf } from './authentication-code.ts';

export type PlacetopaySoapOptions = Omit<SoapUsernameTokenOptions, 'faultText'>;

/**
 * Placetopay over SOAP: the `UsernameToken` in the `Security` header of a message. Give it the replay guard of
 * `placetopay`, so that what was used over JSON is used up here.
 *
 * Refusals are faults that say `Authentication Failed 103`, with the provider's code.
 *
 * @throws TypeError when an option is unusable.
 * @see Placetopay, SOAP API, Authentication (WS-Security UsernameToken Profile 1.1)
 */
export function placetopaySoap(options: PlacetopaySoapOptions): Verifier<UsernameTokenPrincipal> {
  return soapUsernameToken({ ...options, faultText });
}

function faultText(verdict: NotAccepted): string | undefined {
  const code = authenticationCodeOf(verdict);
  return code === undefined ? undefined : `Authentication Failed ${code}`;
}
