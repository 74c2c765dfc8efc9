import { mustRefuse } from '../../dialect.ts';
import { escaped, PASSWORD_TEXT } from '../../sign/soap-envelope.ts';
import { type SoapCase, withElements } from './soap-subject.ts';

export const takesAPasswordInTheClear: SoapCase = {
  name: 'takes-a-password-in-the-clear',
  sent: 'the secret as a Password of type PasswordText',
  expected: 'it is refused',
  why: 'A server that takes it teaches clients to send it: whoever sees one request can then make any other.',
  source:
    'UsernameToken Profile 1.1, section 3.1 (PasswordText); Placetopay, SOAP, Authentication (error 107)',
  level: 'required',
  async run(subject, { send }) {
    const { secret } = subject.account;
    for (const password of [
      `<wsse:Password Type="${PASSWORD_TEXT}">${escaped(secret)}</wsse:Password>`,
      `<wsse:Password>${escaped(secret)}</wsse:Password>`,
    ]) {
      mustRefuse(
        subject.dialect,
        await send(withElements(subject, () => ({ password }))),
        'credentials-malformed',
      );
    }
  },
};
