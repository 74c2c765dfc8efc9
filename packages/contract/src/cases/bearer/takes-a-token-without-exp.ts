import { mustRefuse } from '../../dialect.ts';
import { type BearerCase, signed, withToken } from './bearer-subject.ts';

export const takesATokenWithoutExp: BearerCase = {
  name: 'takes-a-token-without-exp',
  sent: 'a signed token that never expires: without `exp`, and with one of `null`',
  expected: 'each is refused',
  why: 'A token that leaks, and never ends, is good until somebody changes the keys.',
  source: 'RFC 7519, section 4.1.4; RFC 9068, section 2.2',
  level: 'required',
  async run(subject, { send }) {
    for (const exp of [undefined, null]) {
      const token = await signed(subject, { claims: { exp } });
      mustRefuse(subject.dialect, await send(withToken(subject, token)), 'token-claim-missing');
    }
  },
};
