import { CaseFailed } from '../../contract-case.ts';
import { mustIssue, mustRefuseWith, type TokenEndpointCase, tokenRequest } from './token-endpoint-subject.ts';

export const grantsAnUnknownScope: TokenEndpointCase = {
  name: 'grants-an-unknown-scope',
  sent: 'the right form with a scope that does not exist',
  expected: '400 `invalid_scope`, or a token whose `scope` leaves it out',
  why: 'A client that believes it has a scope acts on it. A server that believes so too has been asked for everything.',
  source: 'RFC 6749, sections 3.3 and 5.2',
  level: 'required',
  async run(subject, { send }) {
    const answer = await send(
      tokenRequest(subject, { body: 'grant_type=client_credentials&scope=no-such-scope' }),
    );
    if (answer.status !== 200) return mustRefuseWith('invalid_scope', answer, 'an unknown scope');
    const { scope } = mustIssue(answer);
    if (typeof scope !== 'string' || scope.split(' ').includes('no-such-scope')) {
      throw new CaseFailed(
        'a scope that does not exist must be refused, or be left out of the scope of the answer',
      );
    }
  },
};
