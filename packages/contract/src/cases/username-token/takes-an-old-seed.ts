import { mustRefuse } from '../../dialect.ts';
import { seedAt } from '../../sign/username-token.ts';
import { type UsernameTokenCase, withToken } from './username-token-subject.ts';

export const takesAnOldSeed: UsernameTokenCase = {
  name: 'takes-an-old-seed',
  sent: 'seeds that are six minutes, six hours, a day and decades old',
  expected: 'each is refused',
  why: 'What is accepted for longer than it is remembered can be sent again.',
  source: 'Placetopay, Authentication (error 103); UsernameToken Profile 1.1, section 3.1',
  level: 'required',
  async run(subject, { send }) {
    const now = subject.clock();
    const old = [360_000, 21_600_000, 86_400_000].map((age) => seedAt(now - age));
    for (const seed of [...old, '1970-01-01T00:00:00Z', '0001-01-01T00:00:00Z']) {
      mustRefuse(subject.dialect, await send(withToken(subject, { seed })), 'seed-outside-window', seed);
    }
  },
};
