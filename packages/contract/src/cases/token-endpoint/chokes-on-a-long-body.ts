import { mustRefuseSoon } from '../../answer-checks.ts';
import { type TokenEndpointCase, tokenRequest } from './token-endpoint-subject.ts';

export const chokesOnALongBody: TokenEndpointCase = {
  name: 'chokes-on-a-long-body',
  sent: 'a form of 200,000 characters',
  expected: 'it is answered with 400, 401, 413 or 431, within two seconds',
  why: 'A body that is read to its end, whoever sends it, is a way to fill the server’s memory.',
  source: 'RFC 9110, section 15.5.14; CWE-400',
  level: 'advice',
  async run(subject, { send }) {
    const body = `grant_type=client_credentials&scope=${'a'.repeat(200_000)}`;
    mustRefuseSoon(await send(tokenRequest(subject, { body })), '200,000 characters');
  },
};
