import { CaseFailed } from '../../contract-case.ts';
import { mustIssue, type TokenEndpointCase, tokenRequest } from './token-endpoint-subject.ts';

export const namesNoTokenType: TokenEndpointCase = {
  name: 'names-no-token-type',
  sent: 'the right request',
  expected: '`token_type` is `Bearer`, in any case',
  why: 'A client must not use a token whose type it does not know.',
  source: 'RFC 6749, sections 5.1 and 7.1',
  level: 'required',
  async run(subject, { send }) {
    const { token_type: type } = mustIssue(await send(tokenRequest(subject)));
    if (typeof type !== 'string' || type.toLowerCase() !== 'bearer') {
      throw new CaseFailed(`token_type must be "Bearer", and is ${JSON.stringify(type)}`);
    }
  },
};
