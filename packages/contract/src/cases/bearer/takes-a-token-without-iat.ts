import { mustRefuse } from '../../dialect.ts';
import { type BearerCase, now, signed, signing, withToken } from './bearer-subject.ts';

export const takesATokenWithoutIat: BearerCase = {
  name: 'takes-a-token-without-iat',
  sent: 'a signed token that does not say when it was issued',
  expected: 'it is refused',
  why: 'Without `iat` nobody can tell how long a token lives, and a limit of its lifetime limits nothing.',
  source: 'RFC 9068, section 2.2',
  level: 'required',
  async run(subject, { send }) {
    const { lifetimeSeconds } = signing(subject);
    const token = await signed(subject, { claims: { iat: undefined, exp: now() + lifetimeSeconds } });
    mustRefuse(subject.dialect, await send(withToken(subject, token)), 'token-claim-missing');
  },
};
