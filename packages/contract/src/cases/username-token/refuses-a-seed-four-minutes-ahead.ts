import { mustAccept } from '../../dialect.ts';
import { seedAt } from '../../sign/username-token.ts';
import { type UsernameTokenCase, withToken } from './username-token-subject.ts';

export const refusesASeedFourMinutesAhead: UsernameTokenCase = {
  name: 'refuses-a-seed-four-minutes-ahead',
  sent: 'a token whose seed is four minutes ahead',
  expected: 'it is accepted',
  why: 'The provider allows for five minutes of difference, both ways: the clocks of clients run ahead as often as behind.',
  source: 'Placetopay, Authentication (error 103)',
  level: 'required',
  async run(subject, { send }) {
    const seed = seedAt(subject.clock() + 240_000);
    mustAccept(subject.dialect, await send(withToken(subject, { seed })));
  },
};
