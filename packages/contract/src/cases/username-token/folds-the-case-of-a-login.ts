import { mustRefuse } from '../../dialect.ts';
import { type UsernameTokenCase, withToken } from './username-token-subject.ts';

export const foldsTheCaseOfALogin: UsernameTokenCase = {
  name: 'folds-the-case-of-a-login',
  sent: 'the right token under the login in upper, in lower and in swapped case',
  expected: 'each is refused, but for the login itself',
  why: 'A store that folds letters finds one account under many names: limits and replays that go by the name are passed.',
  source: 'Placetopay, Authentication (error 101); CWE-178',
  level: 'required',
  async run(subject, { send }) {
    const { id } = subject.account;
    const swapped = id.replace(/[a-z]/gi, (letter) =>
      letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase(),
    );
    for (const login of new Set([id.toUpperCase(), id.toLowerCase(), swapped])) {
      if (login === id) continue;
      mustRefuse(subject.dialect, await send(withToken(subject, { login })), 'account-unknown', `«${login}»`);
    }
  },
};
