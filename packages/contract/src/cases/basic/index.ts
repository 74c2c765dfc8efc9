import type { Suite } from '../../contract-case.ts';
import { acceptsAWrongSecret } from './accepts-a-wrong-secret.ts';
import type { BasicSubject } from './basic-subject.ts';
import { refusesTheRightPair } from './refuses-the-right-pair.ts';
import { splitsAtTheSecondColon } from './splits-at-the-second-colon.ts';
import { tellsAccountsFromSecrets } from './tells-accounts-from-secrets.ts';
import { wantsTheSchemeInOneCase } from './wants-the-scheme-in-one-case.ts';

export const basicSuite: Suite<BasicSubject> = {
  name: 'basic',
  cases: [
    refusesTheRightPair,
    wantsTheSchemeInOneCase,
    splitsAtTheSecondColon,
    acceptsAWrongSecret,
    tellsAccountsFromSecrets,
  ],
};
