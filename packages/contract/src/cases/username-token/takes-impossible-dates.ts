import { mustRefuse } from '../../dialect.ts';
import { overflowingSeeds } from './overflowing-seeds.ts';
import { type UsernameTokenCase, withToken } from './username-token-subject.ts';

export const takesImpossibleDates: UsernameTokenCase = {
  name: 'takes-impossible-dates',
  sent: 'the time of the clock as second 60, as an hour past 23, a day past the end of its month, a month past 12; and 30 February',
  expected: 'each is refused',
  why: 'Who adds up whatever it reads gives one instant many texts.',
  source: 'RFC 3339, section 5.7; Placetopay, Authentication (error 107)',
  level: 'advice',
  async run(subject, { send }) {
    for (const { seed, what } of overflowingSeeds(subject.clock())) {
      const answer = await send(withToken(subject, { seed }));
      mustRefuse(subject.dialect, answer, 'credentials-malformed', `${what}, «${seed}»`);
    }
  },
};
