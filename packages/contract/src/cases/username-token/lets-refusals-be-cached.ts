import { mustNotBeCached } from '../../answer-checks.ts';
import { type UsernameTokenCase, withToken } from './username-token-subject.ts';

export const letsRefusalsBeCached: UsernameTokenCase = {
  name: 'lets-refusals-be-cached',
  sent: 'a token with a wrong secret',
  expected: 'the refusal says `Cache-Control: no-store`',
  why: 'What a cache keeps of a refusal it may give to who would have been accepted.',
  source: 'RFC 9111, section 5.2.2.5',
  level: 'advice',
  async run(subject, { send }) {
    mustNotBeCached(await send(withToken(subject, { secret: 'no-such-secret' })), 'a refusal');
  },
};
