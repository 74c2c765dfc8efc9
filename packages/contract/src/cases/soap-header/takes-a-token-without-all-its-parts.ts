import { mustRefuse } from '../../dialect.ts';
import { type SoapCase, withElements } from './soap-subject.ts';

export const takesATokenWithoutAllItsParts: SoapCase = {
  name: 'takes-a-token-without-all-its-parts',
  sent: 'a right token without its Username, its Password, its Nonce, its Created',
  expected: 'each is refused',
  why: 'A part that is not there is not an empty one, and nothing that is hashed in its place is what was signed.',
  source: 'UsernameToken Profile 1.1, section 3.1; Placetopay, SOAP, Authentication (error 107)',
  level: 'required',
  async run(subject, { send }) {
    for (const part of ['username', 'password', 'nonce', 'created'] as const) {
      const answer = await send(withElements(subject, () => ({ [part]: '' })));
      mustRefuse(subject.dialect, answer, 'credentials-malformed', `no ${part}`);
    }
  },
};
