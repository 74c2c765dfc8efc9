import { mustRefuse } from '../../dialect.ts';
import { type UsernameTokenCase, withToken } from './username-token-subject.ts';

export const findsWhatAnObjectInherits: UsernameTokenCase = {
  name: 'finds-what-an-object-inherits',
  sent: 'tokens of `__proto__`, `constructor`, `toString` and the like, made with what those would be printed as',
  expected: 'each is refused, none is an error of the server',
  why: 'Accounts that are looked up in a plain object are found under names that every object has.',
  source: 'CWE-1321',
  level: 'required',
  async run(subject, { send }) {
    for (const login of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf']) {
      for (const secret of ['', 'undefined', '[object Object]', String(Reflect.get({}, login))]) {
        const answer = await send(withToken(subject, { login, secret }));
        mustRefuse(subject.dialect, answer, 'account-unknown', `the login «${login}»`);
      }
    }
  },
};
