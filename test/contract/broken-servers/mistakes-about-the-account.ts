import { fault, type Mistake } from './mistake.ts';
import { refuse, rightSteps, type TokenSteps } from './token-server.ts';

const right = rightSteps();
/** Mistakes about the state of an account, and about what a refusal gives away. */
export const aboutTheAccount: readonly Mistake<TokenSteps>[] = [
  {
    mistake: 'never looks at the state of an account',
    steps: { stateOf: () => undefined },
    fails: [
      'lets-inactive-accounts-in',
      'lets-expired-accounts-in',
      'lets-expired-secrets-in',
      'lets-accounts-in-from-elsewhere',
    ],
  },
  {
    mistake: 'looks at the state of an account before the digest',
    steps: {
      async judge(steps, token) {
        const of = steps.find(token.login);
        return (of && steps.stateOf(of)) ?? right.judge(steps, token);
      },
    },
    fails: ['tells-strangers-of-an-account'],
  },
  {
    mistake: 'looks at the seed before the digest',
    steps: { judge: async (steps, token) => (steps.inWindow(token.time) ? right.judge(steps, token) : 103) },
    fails: ['looks-at-the-seed-before-the-proof'],
  },
  {
    mistake: 'repeats the login',
    steps: {
      refuse(response, code, { body }) {
        const login = (body as { auth?: { login?: string } } | undefined)?.auth?.login;
        const text = typeof login === 'string' ? { text: `Autenticación fallida ${code}: ${login}` } : {};
        refuse(response, code, body, text);
      },
    },
    fails: ['tells-strangers-of-an-account', 'repeats-what-was-sent', 'speaks-another-language'],
  },
  {
    mistake: 'lets refusals be cached',
    steps: { refuse: (response, code, { body }) => refuse(response, code, body, { cache: '' }) },
    fails: ['lets-refusals-be-cached'],
  },
  {
    mistake: 'matches a login in a way that goes back and forth',
    steps: {
      find: (login) => (login.length > 1000 ? fault('out of time') : right.find(login)),
      tokenIn: unbounded,
    },
    fails: ['chokes-on-long-values'],
  },
];

/** Whatever its length. */
function unbounded(auth: object) {
  const { login } = auth as { login?: unknown };
  if (typeof login !== 'string' || login.length <= 1024) return right.tokenIn(auth);
  const bounded = right.tokenIn({ ...auth, login: 'long' });
  return bounded && { ...bounded, login };
}
