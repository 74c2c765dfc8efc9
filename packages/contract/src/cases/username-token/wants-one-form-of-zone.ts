import { mustAccept } from '../../dialect.ts';
import { seedAt } from '../../sign/username-token.ts';
import { type UsernameTokenCase, withToken } from './username-token-subject.ts';

export const wantsOneFormOfZone: UsernameTokenCase = {
  name: 'wants-one-form-of-zone',
  sent: 'the time of the clock with `Z`, `+00:00`, `-05:00`, `+05:30` and `-0500`',
  expected: 'each is accepted',
  why: 'Clients in the wild send every one of them.',
  source: 'Placetopay, Authentication (seed: ISO 8601); RFC 3339, section 5.6',
  level: 'required',
  async run(subject, { send }) {
    const now = subject.clock();
    const inZone = (hours: number, offset: string) =>
      seedAt(now + hours * 3_600_000).replace('+00:00', offset);
    for (const seed of [
      inZone(0, 'Z'),
      inZone(0, '+00:00'),
      inZone(-5, '-05:00'),
      inZone(5.5, '+05:30'),
      inZone(-5, '-0500'),
    ]) {
      mustAccept(subject.dialect, await send(withToken(subject, { seed })), seed);
    }
  },
};
