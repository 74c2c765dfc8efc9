import { mustAccept, mustRefuseAsOne } from '../../dialect.ts';
import { newNonce, tokenOf, type UsernameTokenCase } from './username-token-subject.ts';

export const takesAMovedBoundary: UsernameTokenCase = {
  name: 'takes-a-moved-boundary',
  sent: 'a token that was used, with the last three characters of its nonce put before its seed, as a year of six digits',
  expected: 'it is refused',
  why: 'Nothing stands between nonce and seed in what is hashed: the digest stays right, and both of them are new.',
  source: 'Placetopay, Authentication; RFC 3339, section 5.6 (a year has four digits)',
  level: 'required',
  async run(subject, { send }) {
    const nonce = newNonce();
    const token = tokenOf(subject, { nonce: `${nonce}+00` });
    mustAccept(subject.dialect, await send(subject.carry(token)), 'the token');
    const moved = { ...token, nonce: Buffer.from(nonce).toString('base64'), seed: `+00${token.seed}` };
    const answer = await send(subject.carry(moved));
    mustRefuseAsOne(subject.dialect, answer, ['credentials-malformed', 'replayed']);
  },
};
