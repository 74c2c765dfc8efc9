import { mustAccept, mustRefuse } from '../../dialect.ts';
import { type UsernameTokenCase, withToken } from './username-token-subject.ts';

export const acceptsAReplay: UsernameTokenCase = {
  name: 'accepts-a-replay',
  sent: 'a token, and then the same one again, twice',
  expected: 'the first is accepted, the others are refused',
  why: 'Whoever saw a request can send it again, and pay again, for as long as its seed is good.',
  source: 'UsernameToken Profile 1.1, section 3.1 (nonces are to be remembered); CWE-294',
  level: 'required',
  async run(subject, { send }) {
    const request = withToken(subject);
    mustAccept(subject.dialect, await send(request), 'the first use');
    mustRefuse(subject.dialect, await send(request), 'replayed', 'the second use');
    mustRefuse(subject.dialect, await send(request), 'replayed', 'the third use');
  },
};
