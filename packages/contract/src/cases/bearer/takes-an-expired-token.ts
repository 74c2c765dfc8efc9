import { mustRefuse } from '../../dialect.ts';
import { type BearerCase, now, signed, signing, withToken } from './bearer-subject.ts';

export const takesAnExpiredToken: BearerCase = {
  name: 'takes-an-expired-token',
  sent: 'signed tokens that expired ten minutes, and ten years, ago',
  expected: 'each is refused',
  why: 'A token is short-lived so that one that leaks is soon worth nothing.',
  source: 'RFC 7519, section 4.1.4',
  level: 'required',
  async run(subject, { send }) {
    const { lifetimeSeconds } = signing(subject);
    for (const ago of [600, 315_360_000]) {
      const exp = now() - ago;
      const token = await signed(subject, { claims: { iat: exp - lifetimeSeconds, exp } });
      mustRefuse(subject.dialect, await send(withToken(subject, token)), 'token-expired');
    }
  },
};
