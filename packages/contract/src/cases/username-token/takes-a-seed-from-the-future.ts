import { mustRefuse } from '../../dialect.ts';
import { seedAt } from '../../sign/username-token.ts';
import { type UsernameTokenCase, withToken } from './username-token-subject.ts';

export const takesASeedFromTheFuture: UsernameTokenCase = {
  name: 'takes-a-seed-from-the-future',
  sent: 'seeds that are six minutes, six hours and a day ahead, and of the year 9999',
  expected: 'each is refused',
  why: 'Whoever gets a client to sign for tomorrow, or moves its clock, holds a request that is good then, when nobody remembers it.',
  source: 'Placetopay, Authentication (error 103)',
  level: 'required',
  async run(subject, { send }) {
    const now = subject.clock();
    const ahead = [360_000, 21_600_000, 86_400_000].map((distance) => seedAt(now + distance));
    for (const seed of [...ahead, '9999-12-31T23:59:59Z']) {
      mustRefuse(subject.dialect, await send(withToken(subject, { seed })), 'seed-outside-window', seed);
    }
  },
};
