import { needed } from '../../contract-case.ts';
import { mustRefuse } from '../../dialect.ts';
import { type BearerCase, signed, signing, withToken } from '../bearer/bearer-subject.ts';

export const takesAnUnknownKid: BearerCase = {
  name: 'takes-an-unknown-kid',
  sent: 'tokens signed with the right key that name another: one that was never there, an empty one, a number',
  expected: 'each is refused',
  why: 'A key that was taken out must stop at once. Who tries another key where the named one is gone keeps it alive.',
  source: 'RFC 7515, section 4.1.4',
  level: 'required',
  async run(subject, { send }) {
    needed(signing(subject).kid, 'signing.kid: the name of the key');
    for (const kid of ['no-such-key', '', '__proto__', 'constructor', 0]) {
      const token = await signed(subject, { header: { kid } });
      mustRefuse(subject.dialect, await send(withToken(subject, token)), 'token-key-unknown', `kid «${kid}»`);
    }
  },
};
