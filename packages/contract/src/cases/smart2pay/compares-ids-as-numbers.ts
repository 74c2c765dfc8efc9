import { mustRefuse } from '../../dialect.ts';
import { type PairCase, withPair } from '../pair/pair-subject.ts';

export const comparesIdsAsNumbers: PairCase = {
  name: 'compares-ids-as-numbers',
  sent: 'the right key with the SiteID written as another number: with an exponent, a leading zero, a sign, a fraction',
  expected: 'each is refused',
  why: 'A SiteID is digits, and not a number. A loose comparison takes 3.0201e4 for 30201, and with it one site for another.',
  source: 'Smart2Pay, REST API, Authentication; CWE-697',
  level: 'required',
  async run(subject, { send }) {
    const { id, secret } = subject.account;
    const number = Number(id);
    const others = [
      number.toExponential(),
      `0${id}`,
      `+${id}`,
      `${id}.0`,
      ` ${id}`,
      `0x${number.toString(16)}`,
    ];
    for (const other of others) {
      const answer = await send(withPair(subject, { id: other, secret }));
      mustRefuse(subject.dialect, answer, 'account-unknown', `«${other}»`);
    }
  },
};
