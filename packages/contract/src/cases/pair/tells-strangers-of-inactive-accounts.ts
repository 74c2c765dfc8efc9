import { needed } from '../../contract-case.ts';
import { mustRefuse } from '../../dialect.ts';
import { mustLookAlike } from '../../look-alike.ts';
import { type PairCase, withPair } from './pair-subject.ts';

export const tellsStrangersOfInactiveAccounts: PairCase = {
  name: 'tells-strangers-of-inactive-accounts',
  sent: 'a wrong secret of an account that is not active, and of one that is',
  expected: 'both are refused with the same status, headers and body',
  why: "What becomes of an account is nobody's business who cannot prove to be it.",
  source: 'OWASP Authentication Cheat Sheet, Authentication Responses',
  level: 'required',
  async run(subject, { send }) {
    const inactive = needed(subject.inactiveAccount, 'inactiveAccount: one that is known and not active');
    const secret = 'no-such-secret';
    const ofInactive = await send(withPair(subject, { id: inactive.id, secret }));
    const ofActive = await send(withPair(subject, { id: subject.account.id, secret }));
    const again = await send(withPair(subject, { id: inactive.id, secret }));
    mustRefuse(subject.dialect, ofInactive, 'proof-mismatch', 'a wrong secret of an inactive account');
    mustLookAlike(ofInactive, ofActive, again, 'wrong secrets of an inactive and of an active account');
  },
};
