import { type Signed, signed } from './signed.ts';
import { envelopeXml, type SoapVersion, securityXml, soapForms, usernameTokenXml } from './soap-envelope.ts';
import { type UsernameTokenFault, type UsernameTokenToMake, usernameTokenOf } from './username-token.ts';

export interface SignSoapOptions extends UsernameTokenToMake {
  /** Default `1.1`. */
  readonly version?: SoapVersion | undefined;
  /** What the Body holds: XML. Default: nothing. */
  readonly content?: string | undefined;
  /** A mistake to make. Those that set the seed, such as `seed-in-the-past`, go by `clock`. */
  readonly fault?: UsernameTokenFault | undefined;
}

export interface SignedSoap extends Signed {
  readonly body: string;
}

/**
 * A SOAP message with a UsernameToken in its Security header: `POST`, a new nonce and time each time.
 *
 * @throws TypeError for a fault that there is none of
 * @see OASIS Web Services Security UsernameToken Profile 1.1, section 3.1
 */
export function soap({ version = '1.1', content = '', fault, ...wanted }: SignSoapOptions): SignedSoap {
  const header = securityXml(usernameTokenXml(usernameTokenOf(wanted, fault)));
  const body = envelopeXml({ version, header, content });
  return { ...signed({ 'content-type': soapForms[version].contentType }, { method: 'POST', body }), body };
}
