import { mustRefuse } from '../../dialect.ts';
import type { UsernameToken } from '../../sign/username-token.ts';
import { tokenOf } from '../username-token/username-token-subject.ts';
import { type JsonAuthCase, withJson } from './json-auth-subject.ts';

export const takesATokenInAnotherPlace: JsonAuthCase = {
  name: 'takes-a-token-in-another-place',
  sent: 'the right token as the body itself, in an object inside it, and under `Auth`, `AUTH` and `authentication`',
  expected: 'each is refused as if no token had been sent',
  why: 'One place is looked at. Who searches finds what somebody else was allowed to put there.',
  source: 'Placetopay, Authentication (error 100)',
  level: 'required',
  async run(subject, { send }) {
    for (const bodyOf of [
      (token: UsernameToken) => token,
      (token: UsernameToken) => ({ data: { auth: token } }),
      (token: UsernameToken) => ({ payment: { auth: token } }),
      (token: UsernameToken) => ({ Auth: token }),
      (token: UsernameToken) => ({ AUTH: token }),
      (token: UsernameToken) => ({ authentication: token }),
    ]) {
      const body = bodyOf(tokenOf(subject));
      mustRefuse(
        subject.dialect,
        await send(withJson(subject, body)),
        'absent',
        Object.keys(body).join(', '),
      );
    }
  },
};
