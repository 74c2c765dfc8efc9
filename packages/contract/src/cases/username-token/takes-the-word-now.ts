import { mustRefuse } from '../../dialect.ts';
import { type UsernameTokenCase, withToken } from './username-token-subject.ts';

export const takesTheWordNow: UsernameTokenCase = {
  name: 'takes-the-word-now',
  sent: '`now`, `today`, `+0 seconds` and an empty text for a seed',
  expected: 'each is refused',
  why: 'A parser that understands words makes a token that is never out of its window.',
  source: 'Placetopay, Authentication (error 107)',
  level: 'required',
  async run(subject, { send }) {
    for (const seed of ['now', 'today', '+0 seconds', 'first day of this month', '']) {
      const answer = await send(withToken(subject, { seed }));
      mustRefuse(subject.dialect, answer, 'credentials-malformed', `«${seed}»`);
    }
  },
};
