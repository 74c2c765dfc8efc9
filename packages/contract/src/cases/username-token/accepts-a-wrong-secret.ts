import { mustRefuse } from '../../dialect.ts';
import { type UsernameTokenCase, withToken } from './username-token-subject.ts';

export const acceptsAWrongSecret: UsernameTokenCase = {
  name: 'accepts-a-wrong-secret',
  sent: 'tokens made with a wrong secret, with none, and with what an empty variable is printed as',
  expected: 'each is refused',
  why: 'Everything else rests on this.',
  source: 'Placetopay, Authentication (error 102)',
  level: 'required',
  async run(subject, { send }) {
    for (const secret of [
      `${subject.account.secret}x`,
      'no-such-secret',
      '',
      'undefined',
      'null',
      '[object Object]',
    ]) {
      mustRefuse(
        subject.dialect,
        await send(withToken(subject, { secret })),
        'proof-mismatch',
        `the secret «${secret}»`,
      );
    }
  },
};
