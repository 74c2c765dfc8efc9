import { mustIssue, type TokenEndpointCase, tokenRequest } from './token-endpoint-subject.ts';

export const refusesTheRightClient: TokenEndpointCase = {
  name: 'refuses-the-right-client',
  sent: 'the right request: a form, `grant_type=client_credentials`, Basic',
  expected: 'a token',
  why: 'Nothing else that these cases say counts for a server that refuses everything.',
  source: 'RFC 6749, sections 4.4.2 and 4.4.3',
  level: 'required',
  async run(subject, { send }) {
    mustIssue(await send(tokenRequest(subject)));
  },
};
