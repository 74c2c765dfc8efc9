import { mustRefuseWith, type TokenEndpointCase, tokenRequest } from './token-endpoint-subject.ts';

export const needsNoGrantType: TokenEndpointCase = {
  name: 'needs-no-grant-type',
  sent: 'forms without `grant_type`, with an empty one, and no form at all',
  expected: '400 `invalid_request`',
  why: 'Who guesses what was meant grants what nobody asked for.',
  source: 'RFC 6749, sections 3.2 and 5.2',
  level: 'required',
  async run(subject, { send }) {
    for (const body of ['scope=', 'grant_type=', '', 'GRANT_TYPE=client_credentials']) {
      mustRefuseWith('invalid_request', await send(tokenRequest(subject, { body })), `«${body}»`);
    }
  },
};
