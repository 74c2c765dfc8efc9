import { mustRefuseNobody, type TokenEndpointCase, tokenRequest } from './token-endpoint-subject.ts';

export const letsAnybodyIn: TokenEndpointCase = {
  name: 'lets-anybody-in',
  sent: 'the right form without a client',
  expected: '400 `invalid_client`, or 401 with a challenge',
  why: 'A token is for a client, and this is nobody.',
  source: 'RFC 6749, sections 4.4.2 and 5.2',
  level: 'required',
  async run(subject, { send }) {
    mustRefuseNobody(await send(tokenRequest(subject, { authorization: null })), 'no client');
  },
};
