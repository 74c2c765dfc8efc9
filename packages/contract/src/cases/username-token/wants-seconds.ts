import { mustAccept } from '../../dialect.ts';
import { seedAt } from '../../sign/username-token.ts';
import { type UsernameTokenCase, withToken } from './username-token-subject.ts';

export const wantsSeconds: UsernameTokenCase = {
  name: 'wants-seconds',
  sent: 'the next minute of the clock, without seconds',
  expected: 'it is accepted',
  why: 'A client in the wild sends hours and minutes alone.',
  source: 'Placetopay, Authentication (seed: ISO 8601); ISO 8601-1, section 5.3.1.3',
  level: 'advice',
  async run(subject, { send }) {
    const seed = seedAt(subject.clock() + 60_000).replace(/:\d\d\+/, '+');
    mustAccept(subject.dialect, await send(withToken(subject, { seed })), seed);
  },
};
