import { needed } from '../../contract-case.ts';
import { mustRefuse } from '../../dialect.ts';
import { type BearerCase, signed, signing, withToken } from './bearer-subject.ts';

export const takesATokenForNobody: BearerCase = {
  name: 'takes-a-token-for-nobody',
  sent: 'signed tokens whose `sub` is missing, empty, a list or an object',
  expected: 'each is refused',
  why: 'Whose token it is decides what it opens. What names nobody must not be everybody’s, or the first’s.',
  source: 'RFC 7519, section 4.1.2; RFC 9068, section 2.2',
  level: 'required',
  async run(subject, { send }) {
    const { claims } = signing(subject);
    const known = needed(claims.sub, 'signing.claims.sub: whom a token is issued to');
    for (const sub of [undefined, '', [known], { id: known }]) {
      const token = await signed(subject, { claims: { sub } });
      mustRefuse(
        subject.dialect,
        await send(withToken(subject, token)),
        'token-claim-missing',
        `sub ${JSON.stringify(sub)}`,
      );
    }
  },
};
