import { mustAccept } from '../../dialect.ts';
import { type UsernameTokenCase, withToken } from './username-token-subject.ts';

export const wantsALongNonce: UsernameTokenCase = {
  name: 'wants-a-long-nonce',
  sent: 'nonces of one digit and of six digits',
  expected: 'each is accepted',
  why: 'The examples of the documentation draw a number below a million: what a client draws may be short.',
  source: 'Placetopay, Authentication (the nonce of the examples)',
  level: 'required',
  async run(subject, { send }) {
    for (const nonce of ['7', '483920']) {
      mustAccept(subject.dialect, await send(withToken(subject, { nonce })), `the nonce «${nonce}»`);
    }
  },
};
