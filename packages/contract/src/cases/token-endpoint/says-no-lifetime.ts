import { CaseFailed } from '../../contract-case.ts';
import { mustIssue, type TokenEndpointCase, tokenRequest } from './token-endpoint-subject.ts';

export const saysNoLifetime: TokenEndpointCase = {
  name: 'says-no-lifetime',
  sent: 'the right request',
  expected: '`expires_in` is a number of seconds, the documented one',
  why: 'A client that cannot tell when a token ends uses it too long; one that gets a text where a number belongs may fail.',
  source: 'RFC 6749, section 5.1',
  level: 'required',
  async run(subject, { send }) {
    const { expires_in: seconds } = mustIssue(await send(tokenRequest(subject)));
    if (typeof seconds !== 'number' || !(seconds > 0)) {
      throw new CaseFailed(`expires_in must be a number of seconds, and is ${JSON.stringify(seconds)}`);
    }
    const { lifetimeSeconds = seconds } = subject;
    if (seconds !== lifetimeSeconds)
      throw new CaseFailed(`expires_in must be ${lifetimeSeconds}, and is ${seconds}`);
  },
};
