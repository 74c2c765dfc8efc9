import { mustRefuse } from '../../dialect.ts';
import { type BearerCase, signed, withToken } from './bearer-subject.ts';

export const takesTheKeyOfAnother: BearerCase = {
  name: 'takes-the-key-of-another',
  sent: 'a token that says all the right things, signed with somebody else’s key',
  expected: 'it is refused',
  why: 'It is the signature that tells who wrote a token.',
  source: 'RFC 7515, section 5.2',
  level: 'required',
  async run(subject, { send }) {
    const stranger = await signed(subject, { fault: 'other-key' });
    mustRefuse(subject.dialect, await send(withToken(subject, stranger)), 'proof-mismatch');
  },
};
