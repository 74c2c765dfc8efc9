import { encodedPair } from '../../sign/pair.ts';
import { mustIssue, type TokenEndpointCase, tokenRequest } from './token-endpoint-subject.ts';

export const refusesAFormEncodedPair: TokenEndpointCase = {
  name: 'refuses-a-form-encoded-pair',
  sent: 'the right client, its id and secret form-encoded inside Basic',
  expected: 'a token',
  why: 'This is what the RFC wants, and what OAuth libraries send, even for a hyphen or an underscore.',
  source: 'RFC 6749, section 2.3.1 and appendix B',
  level: 'required',
  async run(subject, { send }) {
    const authorization = `Basic ${encodedPair(subject.client, 'form-encoded')}`;
    mustIssue(await send(tokenRequest(subject, { authorization })), 'a form-encoded pair');
  },
};
