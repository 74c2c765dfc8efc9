import { mustRefuseAsOne } from '../../dialect.ts';
import { tokenOf, type UsernameTokenCase } from './username-token-subject.ts';

export const chokesOnLongValues: UsernameTokenCase = {
  name: 'chokes-on-long-values',
  sent: 'a login, a tranKey, a nonce and a seed of 50,000 characters, one at a time',
  expected: 'each is refused, none is an error of the server',
  why: 'What is hashed, looked up or matched before anything is known of the sender has to be bounded.',
  source: 'CWE-400',
  level: 'required',
  async run(subject, { send }) {
    const long = 'QUFB'.repeat(12_500);
    for (const part of ['login', 'tranKey', 'nonce', 'seed'] as const) {
      const answer = await send(subject.carry({ ...tokenOf(subject), [part]: long }));
      mustRefuseAsOne(
        subject.dialect,
        answer,
        ['credentials-malformed', 'account-unknown', 'proof-mismatch', 'body-too-large'],
        `a ${part} of ${long.length} characters`,
      );
    }
  },
};
