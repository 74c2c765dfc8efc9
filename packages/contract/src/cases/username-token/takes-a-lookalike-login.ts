import { mustRefuse } from '../../dialect.ts';
import { type UsernameTokenCase, withToken } from './username-token-subject.ts';

export const takesALookalikeLogin: UsernameTokenCase = {
  name: 'takes-a-lookalike-login',
  sent: 'the right token under the login in full-width letters',
  expected: 'it is refused',
  why: 'What folds characters into one another takes many logins for one account.',
  source: 'RFC 8265, section 3.3; Unicode Technical Report 36',
  level: 'required',
  async run(subject, { send }) {
    const login = subject.account.id.replace(/[!-~]/g, (sign) =>
      String.fromCharCode(sign.charCodeAt(0) + 0xfee0),
    );
    mustRefuse(subject.dialect, await send(withToken(subject, { login })), 'account-unknown');
  },
};
