import { needed } from '../../contract-case.ts';
import { mustRefuse } from '../../dialect.ts';
import { type BearerCase, signed, signing, withToken } from '../bearer/bearer-subject.ts';

export const takesATokenForAnother: BearerCase = {
  name: 'takes-a-token-for-another',
  sent: 'signed tokens whose `aud` is another, missing, or only holds the right one within it',
  expected: 'each is refused',
  why: 'A token that was issued for one server must not open another: whoever received it there could use it here.',
  source: 'RFC 8725, section 3.9',
  level: 'required',
  async run(subject, { send }) {
    const known = needed(
      signing(subject).claims.aud,
      'signing.claims.aud: whom the server wants tokens to be for',
    );
    for (const aud of [undefined, 'https://somebody-else.example', `${known}.somebody-else.example`, []]) {
      const token = await signed(subject, { claims: { aud } });
      mustRefuse(
        subject.dialect,
        await send(withToken(subject, token)),
        'token-claim-mismatch',
        `aud «${aud}»`,
      );
    }
  },
};
