import { mustRefuse } from '../../dialect.ts';
import { seedAt } from '../../sign/username-token.ts';
import { type UsernameTokenCase, withToken } from './username-token-subject.ts';

export const takesOtherFormsOfTime: UsernameTokenCase = {
  name: 'takes-other-forms-of-time',
  sent: 'the time of the clock in seconds, in milliseconds, as a date alone, as an HTTP date, and with slashes',
  expected: 'each is refused',
  why: 'What a parser makes of them differs between machines: one seed means one instant everywhere.',
  source: 'RFC 3339, section 5.6; Placetopay, Authentication (error 107)',
  level: 'advice',
  async run(subject, { send }) {
    const now = subject.clock();
    const [date = '', time = ''] = seedAt(now).split(/[T+]/);
    for (const seed of [
      String(Math.floor(now / 1000)),
      String(now),
      date,
      new Date(now).toUTCString(),
      `${date.replaceAll('-', '/')} ${time} UTC`,
      `${date} ${time}Z`,
    ]) {
      const answer = await send(withToken(subject, { seed }));
      mustRefuse(subject.dialect, answer, 'credentials-malformed', `«${seed}»`);
    }
  },
};
