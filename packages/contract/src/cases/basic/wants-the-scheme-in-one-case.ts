import { mustAccept } from '../../dialect.ts';
import { withHeaders } from '../../request.ts';
import { encodedPair } from '../../sign/pair.ts';
import type { PairCase } from '../pair/pair-subject.ts';

export const wantsTheSchemeInOneCase: PairCase = {
  name: 'wants-the-scheme-in-one-case',
  sent: 'the right pair after `basic`, `BASIC` and `bAsIc`',
  expected: 'each is accepted',
  why: 'The name of a scheme is case-insensitive: a client that writes it in its own way is right.',
  source: 'RFC 7617, section 2; RFC 9110, section 11.1',
  level: 'required',
  async run({ dialect, request, account }, { send }) {
    for (const scheme of ['basic', 'BASIC', 'bAsIc']) {
      const answer = await send(withHeaders(request, ['Authorization', `${scheme} ${encodedPair(account)}`]));
      mustAccept(dialect, answer, `the scheme as «${scheme}»`);
    }
  },
};
