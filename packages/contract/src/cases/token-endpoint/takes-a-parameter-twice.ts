import { mustRefuseWith, type TokenEndpointCase, tokenRequest } from './token-endpoint-subject.ts';

export const takesAParameterTwice: TokenEndpointCase = {
  name: 'takes-a-parameter-twice',
  sent: '`grant_type` two times: the same, and with another, in both orders',
  expected: '400 `invalid_request`',
  why: 'What reads the first and what reads the last disagree about what was asked for.',
  source: 'RFC 6749, section 3.2',
  level: 'required',
  async run(subject, { send }) {
    const right = 'grant_type=client_credentials';
    for (const body of [
      `${right}&${right}`,
      `${right}&grant_type=password`,
      `grant_type=password&${right}`,
    ]) {
      mustRefuseWith('invalid_request', await send(tokenRequest(subject, { body })), `«${body}»`);
    }
  },
};
