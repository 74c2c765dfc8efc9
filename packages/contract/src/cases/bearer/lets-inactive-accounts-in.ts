import { needed } from '../../contract-case.ts';
import { mustRefuse } from '../../dialect.ts';
import { type BearerCase, signed, withToken } from './bearer-subject.ts';

export const letsInactiveAccountsIn: BearerCase = {
  name: 'lets-inactive-accounts-in',
  sent: 'a signed token of an account that is not active',
  expected: 'it is refused',
  why: 'An account that is switched off is so at once, and not when the last of its tokens has expired.',
  source: 'RFC 6750, section 3.1, invalid_token',
  level: 'required',
  async run(subject, { send }) {
    const claims = needed(subject.inactiveClaims, 'inactiveClaims: what a token of an inactive account says');
    mustRefuse(
      subject.dialect,
      await send(withToken(subject, await signed(subject, { claims }))),
      'account-inactive',
    );
  },
};
