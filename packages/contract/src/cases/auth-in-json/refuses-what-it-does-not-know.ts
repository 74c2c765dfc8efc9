import { mustAccept } from '../../dialect.ts';
import { tokenOf } from '../username-token/username-token-subject.ts';
import { type JsonAuthCase, withAuth } from './json-auth-subject.ts';

export const refusesWhatItDoesNotKnow: JsonAuthCase = {
  name: 'refuses-what-it-does-not-know',
  sent: 'the right token with a member that nobody knows, and `additional` as an array, an object and null',
  expected: 'each is accepted',
  why: 'Clients send them, and a provider adds more.',
  source: 'Placetopay, Authentication (additional)',
  level: 'required',
  async run(subject, { send }) {
    for (const more of [
      { unknown: true },
      { additional: [] },
      { additional: { a: 1 } },
      { additional: null },
    ]) {
      const answer = await send(withAuth(subject, { ...tokenOf(subject), ...more }));
      mustAccept(subject.dialect, answer, JSON.stringify(more));
    }
  },
};
