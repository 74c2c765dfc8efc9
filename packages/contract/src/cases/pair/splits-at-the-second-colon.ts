import { needed } from '../../contract-case.ts';
import { mustAccept, mustRefuse } from '../../dialect.ts';
import { type PairCase, withPair } from './pair-subject.ts';

export const splitsAtTheSecondColon: PairCase = {
  name: 'splits-at-the-second-colon',
  sent: 'a secret that holds a colon, and then only its part before that colon',
  expected: 'the whole is accepted, the part is refused',
  why: 'The user-id ends at the first colon, and the rest is the secret. Who splits at every colon compares a part of it: the account cannot log in, or a part of its secret is enough.',
  source: 'RFC 7617, section 2',
  level: 'required',
  async run(subject, { send }) {
    const account = needed(subject.accountWithColon, 'accountWithColon: one whose secret holds a colon');
    mustAccept(subject.dialect, await send(withPair(subject, account)), 'the whole secret');
    const part = account.secret.slice(0, account.secret.indexOf(':'));
    const answer = await send(withPair(subject, { ...account, secret: part }));
    mustRefuse(subject.dialect, answer, 'proof-mismatch', 'the part before the colon');
  },
};
