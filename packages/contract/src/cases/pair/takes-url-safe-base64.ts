import { mustAccept, mustRefuse } from '../../dialect.ts';
import { encodedPair } from '../../sign/pair.ts';
import { anAccountWhere, type PairCase, withCredentials, withPair } from './pair-subject.ts';

export const takesUrlSafeBase64: PairCase = {
  name: 'takes-url-safe-base64',
  sent: 'the right pair in the URL-safe alphabet of base64',
  expected: 'it is refused',
  why: 'One credential has one spelling: what has two passes a list of those that were withdrawn.',
  source: 'RFC 4648, sections 4, 5 and 12',
  level: 'advice',
  async run(subject, { send }) {
    const account = anAccountWhere(
      subject,
      (encoded) => /[+/]/.test(encoded),
      'a + or a / in its encoded pair',
    );
    const encoded = encodedPair(account, 'url-safe-alphabet');
    mustAccept(subject.dialect, await send(withPair(subject, account)), 'the usual alphabet');
    mustRefuse(subject.dialect, await send(withCredentials(subject, encoded)), 'credentials-malformed');
  },
};
