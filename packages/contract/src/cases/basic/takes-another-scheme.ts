import { mustNotAccept } from '../../dialect.ts';
import { withHeaders } from '../../request.ts';
import { encodedPair } from '../../sign/pair.ts';
import type { PairCase } from '../pair/pair-subject.ts';

export const takesAnotherScheme: PairCase = {
  name: 'takes-another-scheme',
  sent: 'the right pair after other schemes: `Bearer`, `Digest`, `Basically`, `NotBasic`, and none',
  expected: 'each is refused',
  why: 'Who looks for the word anywhere takes a credential that was made for something else.',
  source: 'RFC 9110, section 11.4; RFC 7617, section 2',
  level: 'required',
  async run({ request, account }, { send }) {
    const encoded = encodedPair(account);
    for (const value of [
      `Bearer ${encoded}`,
      `Digest ${encoded}`,
      `Basically ${encoded}`,
      `NotBasic ${encoded}`,
      encoded,
    ]) {
      mustNotAccept(await send(withHeaders(request, ['Authorization', value])), `«${value.split(' ')[0]}»`);
    }
  },
};
