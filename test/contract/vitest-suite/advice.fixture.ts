import { CaseFailed } from '../../../packages/contract/src/contract-case.ts';
import { part } from '../../../packages/contract/src/profiles/profile.ts';
import { describeProfile } from '../../../packages/contract/src/vitest/describe-contract.ts';

const text = { sent: 'a request', expected: 'an answer', why: 'It helps.', source: 'RFC 9110' };
const profile = part(
  {
    name: 'fake',
    cases: [
      {
        ...text,
        name: 'is-unfriendly',
        level: 'advice',
        run: async () => {
          throw new CaseFailed('it was answered 400');
        },
      },
    ],
  },
  () => ({}),
);
const target = 'http://127.0.0.1:1';

describeProfile('advice that fails', profile, { target, credentials: {} });
describeProfile('advice that is told', profile, { target, credentials: {}, advice: 'report' });
