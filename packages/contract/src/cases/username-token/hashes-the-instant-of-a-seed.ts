import { mustRefuse } from '../../dialect.ts';
import { type UsernameTokenCase, withToken } from './username-token-subject.ts';

export const hashesTheInstantOfASeed: UsernameTokenCase = {
  name: 'hashes-the-instant-of-a-seed',
  sent: 'a digest over one text of the time, and the same time in another text as the seed',
  expected: 'it is refused',
  why: 'The digest is over what is sent. A server that formats the seed anew before it hashes refuses every client that formats otherwise.',
  source: 'Placetopay, Authentication (error 102)',
  level: 'advice',
  async run(subject, { send }) {
    const answer = await send(withToken(subject, { fault: 'seed-reformatted' }));
    mustRefuse(subject.dialect, answer, 'proof-mismatch');
  },
};
