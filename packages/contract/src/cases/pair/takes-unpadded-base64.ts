import { mustRefuse } from '../../dialect.ts';
import { encodedPair } from '../../sign/pair.ts';
import { anAccountWhere, type PairCase, withCredentials } from './pair-subject.ts';

export const takesUnpaddedBase64: PairCase = {
  name: 'takes-unpadded-base64',
  sent: 'the right pair without the = at its end, and with one too many',
  expected: 'each is refused',
  why: 'One credential has one spelling, and padding is part of it.',
  source: 'RFC 4648, section 3.2',
  level: 'advice',
  async run(subject, { send }) {
    const account = anAccountWhere(
      subject,
      (encoded) => encoded.endsWith('='),
      'a = at the end of its encoded pair',
    );
    for (const encoded of [encodedPair(account, 'unpadded'), `${encodedPair(account)}=`]) {
      mustRefuse(subject.dialect, await send(withCredentials(subject, encoded)), 'credentials-malformed');
    }
  },
};
