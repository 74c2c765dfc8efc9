import { needed } from '../../contract-case.ts';
import { mustRefuse } from '../../dialect.ts';
import { type BearerCase, signed, signing, withToken } from '../bearer/bearer-subject.ts';

export const takesATokenWithoutKid: BearerCase = {
  name: 'takes-a-token-without-kid',
  sent: 'a token signed with the right key that does not name it',
  expected: 'it is refused',
  why: 'Where keys have names, who tries them all makes every key good for every token.',
  source: 'RFC 7515, section 4.1.4',
  level: 'advice',
  async run(subject, { send }) {
    needed(signing(subject).kid, 'signing.kid: the name of the key');
    const token = await signed(subject, { header: { kid: undefined } });
    mustRefuse(subject.dialect, await send(withToken(subject, token)), 'token-key-unknown');
  },
};
