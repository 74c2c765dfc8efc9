import { mustRefuse } from '../../dialect.ts';
import { encodedPair } from '../../sign/pair.ts';
import { anAccountWhere, type PairCase, withCredentials } from './pair-subject.ts';

export const takesNonCanonicalBase64: PairCase = {
  name: 'takes-non-canonical-base64',
  sent: 'the right pair with bits set that its last letter has to leave at zero',
  expected: 'it is refused',
  why: 'A decoder that ignores them takes several texts for one credential.',
  source: 'RFC 4648, section 3.5',
  level: 'advice',
  async run(subject, { send }) {
    const account = anAccountWhere(
      subject,
      (encoded) => encoded.endsWith('='),
      'a = at the end of its encoded pair',
    );
    const encoded = encodedPair(account);
    const last = encoded.search(/=+$/) - 1;
    const other = alphabet[alphabet.indexOf(encoded.charAt(last)) + 1] ?? '';
    const answer = await send(
      withCredentials(subject, encoded.slice(0, last) + other + encoded.slice(last + 1)),
    );
    mustRefuse(subject.dialect, answer, 'credentials-malformed');
  },
};

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
