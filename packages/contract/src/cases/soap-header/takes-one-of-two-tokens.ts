import { mustRefuse } from '../../dialect.ts';
import { securityXml, usernameTokenXml } from '../../sign/soap-envelope.ts';
import { tokenOf } from '../username-token/username-token-subject.ts';
import { type SoapCase, withHeader } from './soap-subject.ts';

export const takesOneOfTwoTokens: SoapCase = {
  name: 'takes-one-of-two-tokens',
  sent: 'two Security headers, and two tokens in one, the right one first and last',
  expected: 'each is refused',
  why: 'Which of them counts differs between readers: what one of them checked, another uses.',
  source: 'Web Services Security 1.1, section 5; CWE-436',
  level: 'required',
  async run(subject, { send }) {
    const right = () => usernameTokenXml(tokenOf(subject));
    const wrong = () => usernameTokenXml(tokenOf(subject, { login: 'no-such-login' }));
    for (const header of [
      securityXml(right()) + securityXml(wrong()),
      securityXml(wrong()) + securityXml(right()),
      securityXml(right() + wrong()),
      securityXml(wrong() + right()),
    ]) {
      mustRefuse(subject.dialect, await send(withHeader(subject, header)), 'credentials-malformed');
    }
  },
};
