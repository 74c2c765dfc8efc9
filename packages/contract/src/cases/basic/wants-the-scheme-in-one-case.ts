import { mustAccept } from '../../dialect.ts';
import { encodedPair } from '../../sign/pair.ts';
import { type BasicCase, withAuthorization } from './basic-subject.ts';

export const wantsTheSchemeInOneCase: BasicCase = {
  name: 'wants-the-scheme-in-one-case',
  sent: 'the right pair after `basic`, `BASIC` and `bAsIc`',
  expected: 'each is accepted',
  why: 'The name of a scheme is case-insensitive: a client that writes it in its own way is right.',
  source: 'RFC 7617, section 2; RFC 9110, section 11.1',
  level: 'required',
  async run({ dialect, request, account }, { send }) {
    for (const scheme of ['basic', 'BASIC', 'bAsIc']) {
      const answer = await send(withAuthorization(request, `${scheme} ${encodedPair(account)}`));
      mustAccept(dialect, answer, `the scheme as «${scheme}»`);
    }
  },
};
