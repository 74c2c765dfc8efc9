import { needed } from '../../contract-case.ts';
import { mustAccept } from '../../dialect.ts';
import { type UsernameTokenCase, withToken } from './username-token-subject.ts';

export const refusesSha1OfALegacyAccount: UsernameTokenCase = {
  name: 'refuses-sha-1-of-a-legacy-account',
  sent: 'a token made with SHA-1, of an account that may use it, and one made with SHA-256',
  expected: 'each is accepted',
  why: 'The published clients make their digests with SHA-1: an account of theirs is closed without it.',
  source: 'Placetopay, Authentication; UsernameToken Profile 1.1, section 3.1',
  level: 'required',
  async run(subject, { send }) {
    const of = needed(subject.legacyAccount, 'legacyAccount: one that may use SHA-1');
    for (const algorithm of ['sha1', 'sha256'] as const) {
      mustAccept(subject.dialect, await send(withToken(subject, { of, algorithm })), algorithm);
    }
  },
};
