import { mustRefuse } from '../../dialect.ts';
import { withHeaders } from '../../request.ts';
import { encodedPair } from '../../sign/pair.ts';
import type { PairCase } from '../pair/pair-subject.ts';

export const takesAnotherScheme: PairCase = {
  name: 'takes-another-scheme',
  sent: 'the right key after `Bearer `, `Digest ` and `ApiKey `',
  expected: 'each is refused',
  why: 'Who drops whatever word comes first takes a credential that was made for something else.',
  source: 'ConnectPay, BaaS with SCA, Authentication',
  level: 'required',
  async run({ dialect, request, account, carrier }, { send }) {
    for (const scheme of ['Bearer', 'Digest', 'ApiKey']) {
      const answer = await send(withHeaders(request, [carrier.header, `${scheme} ${encodedPair(account)}`]));
      mustRefuse(dialect, answer, 'credentials-malformed', `the key after «${scheme}»`);
    }
  },
};
