import { mustAccept } from '../../dialect.ts';
import { withHeaders } from '../../request.ts';
import { encodedPair } from '../../sign/pair.ts';
import type { PairCase } from './pair-subject.ts';

export const wantsTheHeaderInOneCase: PairCase = {
  name: 'wants-the-header-in-one-case',
  sent: 'the right pair in a header whose name is in lower case, and in upper case',
  expected: 'each is accepted',
  why: 'Names of headers are case-insensitive, and HTTP/2 sends them all in lower case.',
  source: 'RFC 9110, section 5.1',
  level: 'required',
  async run({ dialect, request, account, carrier }, { send }) {
    for (const name of [carrier.header.toLowerCase(), carrier.header.toUpperCase()]) {
      const answer = await send(withHeaders(request, [name, `${carrier.prefix}${encodedPair(account)}`]));
      mustAccept(dialect, answer, `the header as «${name}»`);
    }
  },
};
