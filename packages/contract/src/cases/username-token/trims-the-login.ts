import { mustRefuse } from '../../dialect.ts';
import { type UsernameTokenCase, withToken } from './username-token-subject.ts';

export const trimsTheLogin: UsernameTokenCase = {
  name: 'trims-the-login',
  sent: 'the right token under the login with a space before it, after it, and with a character that is not seen',
  expected: 'each is refused',
  why: 'What is cut off before the lookup is one more spelling of one account.',
  source: 'Placetopay, Authentication (error 101); CWE-180',
  level: 'required',
  async run(subject, { send }) {
    const { id } = subject.account;
    for (const login of [` ${id}`, `${id} `, `\u00a0${id}`, `${id}\u200b`, `\ufeff${id}`]) {
      const answer = await send(withToken(subject, { login }));
      mustRefuse(subject.dialect, answer, 'account-unknown', `«${login}»`);
    }
  },
};
