import { mustRefuse } from '../../dialect.ts';
import { type UsernameTokenCase, withToken } from './username-token-subject.ts';

export const letsStrangersIn: UsernameTokenCase = {
  name: 'lets-strangers-in',
  sent: 'tokens of a login that nobody has, made with the right secret, with none and with its own name',
  expected: 'each is refused',
  why: 'Where nobody is found there is no secret to compare with: what a server compares with then, anybody can send.',
  source: 'Placetopay, Authentication (error 101)',
  level: 'required',
  async run(subject, { send }) {
    const login = 'no-such-login';
    for (const secret of [subject.account.secret, '', 'undefined', 'null', login]) {
      mustRefuse(subject.dialect, await send(withToken(subject, { login, secret })), 'account-unknown');
    }
  },
};
