import { mustRefuse } from '../../dialect.ts';
import { type PairCase, withBytes } from './pair-subject.ts';

export const failsWithoutAColon: PairCase = {
  name: 'fails-without-a-colon',
  sent: 'pairs with no colon, no id, nothing but a colon',
  expected: 'each is refused, none is an error of the server',
  why: 'Who takes the two parts for granted fails on what has one: anybody can make it fail.',
  source: 'RFC 7617, section 2',
  level: 'required',
  async run(subject, { send }) {
    const { id, secret } = subject.account;
    for (const text of [`${id}${secret}`, id, `:${secret}`, ':']) {
      mustRefuse(subject.dialect, await send(withBytes(subject, text)), 'credentials-malformed');
    }
  },
};
