import { mustIssue, type TokenEndpointCase, tokenRequest } from './token-endpoint-subject.ts';

export const stumblesOverAParameter: TokenEndpointCase = {
  name: 'stumbles-over-a-parameter',
  sent: 'the right form with parameters that nobody defined, one of them `__proto__`',
  expected: 'a token',
  why: 'What a server does not know it ignores: that is how new parameters come to be.',
  source: 'RFC 6749, section 3.2',
  level: 'required',
  async run(subject, { send }) {
    const body = 'grant_type=client_credentials&__proto__=x&constructor=y&resource_hint=z';
    mustIssue(await send(tokenRequest(subject, { body })), 'unknown parameters');
  },
};
