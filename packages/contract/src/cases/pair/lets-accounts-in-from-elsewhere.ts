import { needed } from '../../contract-case.ts';
import { mustRefuse } from '../../dialect.ts';
import { type PairCase, withPair } from './pair-subject.ts';

export const letsAccountsInFromElsewhere: PairCase = {
  name: 'lets-accounts-in-from-elsewhere',
  sent: 'the right pair of an account that may not be used from here',
  expected: 'it is refused',
  why: 'A list of addresses that nobody looks at protects nothing when the secret is out.',
  source: 'RFC 9110, section 15.5.4',
  level: 'required',
  async run(subject, { send }) {
    const account = needed(
      subject.accountElsewhere,
      'accountElsewhere: one that may not be used from this address',
    );
    mustRefuse(subject.dialect, await send(withPair(subject, account)), 'address-not-allowed');
  },
};
