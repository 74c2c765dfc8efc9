import { mustRefuse } from '../../dialect.ts';
import { type BearerCase, now, signed, signing, withToken } from './bearer-subject.ts';

export const takesATokenFromTheFuture: BearerCase = {
  name: 'takes-a-token-from-the-future',
  sent: 'a signed token that was issued in an hour, and one that is not good before then',
  expected: 'each is refused',
  why: 'A token that is dated ahead lives longer than its issuer may give it, and is good before it should be.',
  source: 'RFC 7519, sections 4.1.5 and 4.1.6',
  level: 'required',
  async run(subject, { send }) {
    const { lifetimeSeconds } = signing(subject);
    const later = now() + 3600;
    for (const claims of [{ iat: later, exp: later + lifetimeSeconds }, { nbf: later }]) {
      const token = await signed(subject, { claims });
      mustRefuse(subject.dialect, await send(withToken(subject, token)), 'token-not-yet-valid');
    }
  },
};
