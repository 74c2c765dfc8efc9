import { mustAccept } from '../../dialect.ts';
import { withHeaders } from '../../request.ts';
import { encodedPair } from '../../sign/pair.ts';
import type { PairCase } from '../pair/pair-subject.ts';

export const wantsTheKeyInOneForm: PairCase = {
  name: 'wants-the-key-in-one-form',
  sent: 'the right key bare, after `Basic `, and after `basic `',
  expected: 'each is accepted',
  why: 'The provider documents the header both ways, and its clients send both.',
  source: 'ConnectPay, BaaS with SCA, Authentication',
  level: 'required',
  async run({ dialect, request, account, carrier }, { send }) {
    for (const prefix of ['', 'Basic ', 'basic ']) {
      const answer = await send(withHeaders(request, [carrier.header, prefix + encodedPair(account)]));
      mustAccept(dialect, answer, `the key after «${prefix}»`);
    }
  },
};
