import { mustRefuse } from '../../dialect.ts';
import { type BearerCase, now, signed, withToken } from './bearer-subject.ts';

export const takesATokenThatLivesTooLong: BearerCase = {
  name: 'takes-a-token-that-lives-too-long',
  sent: 'signed tokens that are good for a year, and whose times are in milliseconds',
  expected: 'each is refused',
  why: 'The lifetime is the server’s to limit. A year in a token is a year in which it can be stolen.',
  source: 'Pledg and ConnectPay, Authentication: 600 and 300 seconds',
  level: 'required',
  async run(subject, { send }) {
    const iat = now();
    for (const exp of [iat + 31_536_000, (iat + 300) * 1000]) {
      const token = await signed(subject, { claims: { iat, exp } });
      mustRefuse(subject.dialect, await send(withToken(subject, token)), 'token-lifetime-too-long');
    }
  },
};
