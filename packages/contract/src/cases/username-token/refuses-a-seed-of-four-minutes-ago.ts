import { mustAccept } from '../../dialect.ts';
import { seedAt } from '../../sign/username-token.ts';
import { type UsernameTokenCase, withToken } from './username-token-subject.ts';

export const refusesASeedOfFourMinutesAgo: UsernameTokenCase = {
  name: 'refuses-a-seed-of-four-minutes-ago',
  sent: 'a token whose seed is four minutes old',
  expected: 'it is accepted',
  why: 'The provider allows for five minutes of difference, and clients rely on it. A server that has just been started, and remembers nothing of those minutes, is right to refuse.',
  source: 'Placetopay, Authentication (error 103)',
  level: 'advice',
  async run(subject, { send }) {
    const seed = seedAt(subject.clock() - 240_000);
    mustAccept(subject.dialect, await send(withToken(subject, { seed })));
  },
};
