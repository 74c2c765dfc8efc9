import { needed } from '../../contract-case.ts';
import { mustRefuse } from '../../dialect.ts';
import { type BearerCase, signed, signing, withToken } from '../bearer/bearer-subject.ts';

export const takesATokenOfAnotherScope: BearerCase = {
  name: 'takes-a-token-of-another-scope',
  sent: 'signed tokens without a scope, with another, and with one that only begins like it',
  expected: 'each is refused with 403',
  why: 'A scope is what a user agreed to. What goes beyond it was never allowed.',
  source: 'RFC 6750, section 3.1, insufficient_scope',
  level: 'required',
  async run(subject, { send }) {
    const known = needed(signing(subject).claims.scope, 'signing.claims.scope: what the request wants');
    for (const scope of [undefined, 'something-else', `${known}-more`, `no${known}`]) {
      const token = await signed(subject, { claims: { scope } });
      mustRefuse(
        subject.dialect,
        await send(withToken(subject, token)),
        'scope-insufficient',
        `scope «${scope}»`,
      );
    }
  },
};
