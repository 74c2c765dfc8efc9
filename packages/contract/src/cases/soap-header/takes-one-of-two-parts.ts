import { mustRefuse } from '../../dialect.ts';
import { tokenElements } from '../../sign/soap-envelope.ts';
import { seedAt } from '../../sign/username-token.ts';
import { tokenOf } from '../username-token/username-token-subject.ts';
import { type SoapCase, withElements } from './soap-subject.ts';

export const takesOneOfTwoParts: SoapCase = {
  name: 'takes-one-of-two-parts',
  sent: 'a right token with two of its Usernames, Passwords, Nonces or Createds, one of them another',
  expected: 'each is refused',
  why: 'Which of them counts differs between readers: what one of them checked, another uses.',
  source: 'UsernameToken Profile 1.1, section 3.1; CWE-436',
  level: 'required',
  async run(subject, { send }) {
    const other = tokenElements(
      tokenOf(subject, { login: 'no-such-login', seed: seedAt(subject.clock() + 60_000) }),
    );
    for (const part of ['username', 'password', 'nonce', 'created'] as const) {
      for (const order of ['before', 'after']) {
        const request = withElements(subject, (token) => {
          const right = tokenElements(token)[part];
          return { [part]: order === 'before' ? other[part] + right : right + other[part] };
        });
        mustRefuse(subject.dialect, await send(request), 'credentials-malformed', `two of ${part}`);
      }
    }
  },
};
