import { CaseFailed } from '../../contract-case.ts';
import { mustIssue, type TokenEndpointCase, tokenRequest } from './token-endpoint-subject.ts';

export const givesTheSameTokenTwice: TokenEndpointCase = {
  name: 'gives-the-same-token-twice',
  sent: 'the right request, two times',
  expected: 'two tokens',
  why: 'A token that is withdrawn, or used up, must not take another with it.',
  source: 'RFC 7519, section 4.1.7',
  level: 'advice',
  async run(subject, { send }) {
    const one = mustIssue(await send(tokenRequest(subject)));
    const other = mustIssue(await send(tokenRequest(subject)));
    if (one.access_token === other.access_token) throw new CaseFailed('the same token was issued twice');
  },
};
