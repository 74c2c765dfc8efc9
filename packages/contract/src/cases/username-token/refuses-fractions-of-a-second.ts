import { mustAccept } from '../../dialect.ts';
import { seedAt } from '../../sign/username-token.ts';
import { type UsernameTokenCase, withToken } from './username-token-subject.ts';

export const refusesFractionsOfASecond: UsernameTokenCase = {
  name: 'refuses-fractions-of-a-second',
  sent: 'the time of the clock with 3, 6 and 9 digits after the second',
  expected: 'each is accepted',
  why: 'JavaScript sends three of them, Python six, Java and Go up to nine.',
  source: 'Placetopay, Authentication (seed: ISO 8601); RFC 3339, section 5.6',
  level: 'required',
  async run(subject, { send }) {
    const now = seedAt(subject.clock());
    for (const fraction of ['.969', '.115539', '.115539000']) {
      const seed = now.replace('+00:00', `${fraction}+00:00`);
      mustAccept(subject.dialect, await send(withToken(subject, { seed })), seed);
    }
  },
};
