import { mustNotRepeat } from '../../answer-checks.ts';
import { tokenOf, type UsernameTokenCase } from './username-token-subject.ts';

export const repeatsWhatWasSent: UsernameTokenCase = {
  name: 'repeats-what-was-sent',
  sent: 'a token with a wrong secret, and one that is malformed',
  expected: 'no answer holds the login, the tranKey or the nonce',
  why: 'Answers are logged, by proxies and clients, and shown: what is repeated there can be read there, and run there.',
  source: 'CWE-209; CWE-79',
  level: 'required',
  async run(subject, { send }) {
    const login = 'Vr7<b>login-to-find-again';
    const wrong = tokenOf(subject, { login, secret: 'no-such-secret' });
    for (const token of [
      wrong,
      { ...wrong, seed: `${wrong.seed}!` },
      { ...wrong, nonce: `${wrong.nonce}!` },
    ]) {
      const { tranKey, nonce } = token;
      mustNotRepeat(await send(subject.carry(token)), 'login-to-find-again', tranKey, nonce);
    }
  },
};
