import { mustRefuse } from '../../dialect.ts';
import { seedAt } from '../../sign/username-token.ts';
import { type UsernameTokenCase, withToken } from './username-token-subject.ts';

export const ignoresTheOffset: UsernameTokenCase = {
  name: 'ignores-the-offset',
  sent: 'the time of the clock with an offset of five hours, either way, and five hours ago marked as UTC',
  expected: 'each is refused',
  why: 'Who reads the digits and drops the offset has a window of a day.',
  source: 'RFC 3339, section 5.6; Placetopay, Authentication (error 103)',
  level: 'required',
  async run(subject, { send }) {
    const now = seedAt(subject.clock());
    for (const offset of ['-05:00', '+05:00']) {
      const seed = now.replace('+00:00', offset);
      mustRefuse(subject.dialect, await send(withToken(subject, { seed })), 'seed-outside-window', seed);
    }
    const answer = await send(withToken(subject, { fault: 'local-time-marked-z' }));
    mustRefuse(subject.dialect, answer, 'seed-outside-window', 'local time that is marked Z');
  },
};
