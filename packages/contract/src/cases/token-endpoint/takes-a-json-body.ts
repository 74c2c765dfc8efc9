import { mustRefuseWith, type TokenEndpointCase, tokenRequest } from './token-endpoint-subject.ts';

export const takesAJsonBody: TokenEndpointCase = {
  name: 'takes-a-json-body',
  sent: 'the right parameters as JSON',
  expected: '400 `invalid_request`, or 415',
  why: 'A form is the format of this endpoint. A second one is a second parser, and a body that a page elsewhere cannot send is no reason to trust it.',
  source: 'RFC 6749, section 4.4.2',
  level: 'advice',
  async run(subject, { send }) {
    const body = JSON.stringify({ grant_type: 'client_credentials' });
    const answer = await send(tokenRequest(subject, { contentType: 'application/json', body }));
    if (answer.status !== 415) mustRefuseWith('invalid_request', answer, 'a JSON body');
  },
};
