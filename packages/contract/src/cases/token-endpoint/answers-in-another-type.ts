import { CaseFailed } from '../../contract-case.ts';
import { mustIssue, type TokenEndpointCase, tokenRequest } from './token-endpoint-subject.ts';

export const answersInAnotherType: TokenEndpointCase = {
  name: 'answers-in-another-type',
  sent: 'the right request',
  expected: '`Content-Type: application/json`',
  why: 'Clients do not read a body of another type, and some fail on it.',
  source: 'RFC 6749, section 5.1',
  level: 'required',
  async run(subject, { send }) {
    const answer = await send(tokenRequest(subject));
    mustIssue(answer);
    const type = answer.headers['content-type']?.join(', ') ?? '';
    if (!/^application\/json\s*(;|$)/i.test(type))
      throw new CaseFailed(`a token came as Content-Type: «${type}»`);
  },
};
