import { CaseFailed } from '../../contract-case.ts';
import { type BearerCase, freshToken, spliced, withToken } from './bearer-subject.ts';

export const namesNoError: BearerCase = {
  name: 'names-no-error',
  sent: 'a token that is refused',
  expected: 'the challenge says `error="invalid_token"`',
  why: 'It is what tells a client to get itself another token, and not to give up.',
  source: 'RFC 6750, section 3.1',
  level: 'advice',
  async run(subject, exchange) {
    const token = spliced(await freshToken(subject, exchange), { signature: 'bm90IGEgc2lnbmF0dXJl' });
    const { headers } = await exchange.send(withToken(subject, token));
    const challenge = headers['www-authenticate']?.join(', ') ?? '';
    if (!/\berror\s*=\s*"?invalid_token"?/.test(challenge)) {
      throw new CaseFailed(`the challenge names no invalid_token: «${challenge}»`);
    }
  },
};
