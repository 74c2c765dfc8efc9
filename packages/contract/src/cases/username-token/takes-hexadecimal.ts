import { mustRefuseAsOne } from '../../dialect.ts';
import { type UsernameTokenCase, withToken } from './username-token-subject.ts';

export const takesHexadecimal: UsernameTokenCase = {
  name: 'takes-hexadecimal',
  sent: 'the right digest in hexadecimal, and the base64 of that text',
  expected: 'each is refused',
  why: 'A client that encodes it so should be told on its first day, and one digest has one spelling.',
  source: 'Placetopay, Authentication (error 102)',
  level: 'advice',
  async run(subject, { send }) {
    for (const fault of ['hex-digest', 'hex-digest-encoded'] as const) {
      const answer = await send(withToken(subject, { fault }));
      mustRefuseAsOne(subject.dialect, answer, ['proof-mismatch', 'credentials-malformed'], fault);
    }
  },
};
