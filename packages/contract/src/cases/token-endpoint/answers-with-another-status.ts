import { CaseFailed } from '../../contract-case.ts';
import { mustIssue, type TokenEndpointCase, tokenRequest } from './token-endpoint-subject.ts';

export const answersWithAnotherStatus: TokenEndpointCase = {
  name: 'answers-with-another-status',
  sent: 'the right request',
  expected: '200, and not 201',
  why: 'Clients look for 200: libraries take any other status for an error.',
  source: 'RFC 6749, section 5.1',
  level: 'required',
  async run(subject, { send }) {
    const answer = await send(tokenRequest(subject));
    mustIssue(answer);
    if (answer.status !== 200)
      throw new CaseFailed(`a token must come with 200, and came with ${answer.status}`);
  },
};
