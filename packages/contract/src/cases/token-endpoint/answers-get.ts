import { mustRefuseMethod } from '../../answer-checks.ts';
import { type TokenEndpointCase, tokenRequest } from './token-endpoint-subject.ts';

export const answersGet: TokenEndpointCase = {
  name: 'answers-get',
  sent: '`GET` with everything in the query, and `PUT` with the right form',
  expected: 'neither is answered with a token',
  why: 'The endpoint takes POST: what can be written as an address ends up in a log, and in a cache.',
  source: 'RFC 6749, section 3.2',
  level: 'required',
  async run(subject, { send }) {
    const query = '?grant_type=client_credentials';
    for (const but of [{ method: 'GET', query, body: '' }, { method: 'PUT' }]) {
      mustRefuseMethod(await send(tokenRequest(subject, but)), but.method);
    }
  },
};
