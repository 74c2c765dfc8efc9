import { withAuth } from '../cases/auth-in-json/json-auth-subject.ts';
import { soapHeaderSuite } from '../cases/soap-header/index.ts';
import { type SoapSubject, withSoapToken } from '../cases/soap-header/soap-subject.ts';
import { usernameTokenSuite } from '../cases/username-token/index.ts';
import type { Dialect } from '../dialect.ts';
import type { Answer, OutboundRequest } from '../request.ts';
import { type SoapVersion, soapForms } from '../sign/soap-envelope.ts';
import type { Credentials } from './credentials.ts';
import { placetopayCode, placetopayDialect } from './placetopay-answers.ts';
import { part, profileOf } from './profile.ts';
import { tokenAccounts } from './token-credentials.ts';

// SOAP 1.1, section 6.2: a fault is a 500. SOAP 1.2, part 2, section 7.5.2.2: the sender's is a 400.
const faultStatus: Readonly<Record<SoapVersion, number>> = { '1.1': 500, '1.2': 400 };

/** How Placetopay answers in a version of SOAP. */
function soapDialect(version: SoapVersion): Dialect {
  return {
    accepted: [200],
    refusalOf(refused) {
      const code = placetopayCode(refused);
      return {
        statuses: [refused === 'body-too-large' ? 413 : faultStatus[version]],
        flaw: (answer) => faultFlaw(answer, version) ?? codeFlaw(answer, code),
      };
    },
  };
}

function faultFlaw({ text }: Answer, version: SoapVersion): string | undefined {
  const [, prefix = ''] = /<(?:([\w.-]+):)?Fault[\s>]/.exec(text) ?? ['', undefined];
  const declared = `xmlns${prefix === '' ? '' : `:${prefix}`}="${soapForms[version].namespace}"`;
  return text.includes('Fault') && text.includes(declared)
    ? undefined
    : `an error must be a Fault of SOAP ${version}`;
}

function codeFlaw({ text }: Answer, code: number | undefined): string | undefined {
  if (code === undefined || new RegExp(`\\b${code}\\b`).test(text)) return undefined;
  return `the fault must name the code ${code}`;
}

function subject(credentials: Credentials): SoapSubject {
  const path = credentials.optionalText('path') ?? '/soap/redirect';
  const request: OutboundRequest = { method: 'POST', path, headers: [] };
  const content =
    credentials.optionalText('content') ?? '<createRequest xmlns="http://placetopay.com/soap/redirect/"/>';
  const json = credentials.request('request', { method: 'POST', path: '/api/session', headers: [] });
  const fields = credentials.optionalObject('fields') ?? {};
  const dialects = { '1.1': soapDialect('1.1'), '1.2': soapDialect('1.2') };
  return {
    ...tokenAccounts(credentials),
    dialect: dialects['1.1'],
    dialects,
    request,
    content,
    carry: (token) => withSoapToken({ request, content }, token),
    overJson: {
      dialect: placetopayDialect,
      carry: (token) => withAuth({ request: json, fields }, token),
    },
  };
}

/**
 * Placetopay over SOAP: a UsernameToken in the Security header, refused with a Fault that names the provider's code.
 * Credentials: the accounts of `username-token`; `path` (default `/soap/redirect`), `content` (the XML in the Body;
 * default: an empty createRequest), and `request` and `fields` of the same accounts over JSON (default
 * `POST /api/session`).
 *
 * @see Placetopay, SOAP, Authentication
 */
export const placetopaySoapProfile = profileOf(
  part(usernameTokenSuite, subject),
  part(soapHeaderSuite, subject),
);
