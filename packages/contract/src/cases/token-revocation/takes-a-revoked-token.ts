import { needed } from '../../contract-case.ts';
import { mustAccept, mustRefuse } from '../../dialect.ts';
import { type BearerCase, freshToken, withToken } from '../bearer/bearer-subject.ts';

export const takesARevokedToken: BearerCase = {
  name: 'takes-a-revoked-token',
  sent: 'a good token, then what revokes it, then the token again',
  expected: 'it is accepted before and refused after',
  why: 'Who logs out, or reports a theft, must be able to count on it.',
  source: 'RFC 7009, section 2.2; ConnectPay, BaaS with SCA, logout',
  level: 'required',
  async run(subject, exchange) {
    const revocation = needed(
      subject.revocation,
      'revocation: the request that ends the token it is sent with',
    );
    const token = await freshToken(subject, exchange);
    mustAccept(subject.dialect, await exchange.send(withToken(subject, token)), 'the token before');
    const ended = await exchange.send(withToken({ ...subject, request: revocation }, token));
    mustAccept(subject.dialect, ended, 'what revokes it');
    mustRefuse(
      subject.dialect,
      await exchange.send(withToken(subject, token)),
      'token-revoked',
      'the token after',
    );
  },
};
