import { mustNotBeCached } from '../../answer-checks.ts';
import { mustIssue, type TokenEndpointCase, tokenRequest } from './token-endpoint-subject.ts';

export const letsTokensBeCached: TokenEndpointCase = {
  name: 'lets-tokens-be-cached',
  sent: 'the right request',
  expected: '`Cache-Control: no-store`',
  why: 'A token that a cache keeps is handed to whoever asks the cache.',
  source: 'RFC 6749, section 5.1',
  level: 'required',
  async run(subject, { send }) {
    const answer = await send(tokenRequest(subject));
    mustIssue(answer);
    mustNotBeCached(answer, 'a token');
  },
};
