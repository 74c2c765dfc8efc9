import { mustRefuse } from '../../dialect.ts';
import { PASSWORD_TEXT } from '../../sign/soap-envelope.ts';
import { type SoapCase, withElements } from './soap-subject.ts';

export const takesADigestByAnotherType: SoapCase = {
  name: 'takes-a-digest-by-another-type',
  sent: 'the right digest as a Password without a type, of type PasswordText, and of a type that nobody knows',
  expected: 'each is refused',
  why: 'Without a type it is a password in the clear: who guesses may compare a digest with a secret.',
  source:
    'UsernameToken Profile 1.1, section 3.1 (the default is PasswordText); Placetopay, SOAP, Authentication (error 107)',
  level: 'advice',
  async run(subject, { send }) {
    for (const type of ['', ` Type="${PASSWORD_TEXT}"`, ' Type="urn:no-such-type"']) {
      const request = withElements(subject, ({ tranKey }) => ({
        password: `<wsse:Password${type}>${tranKey}</wsse:Password>`,
      }));
      mustRefuse(subject.dialect, await send(request), 'credentials-malformed', `a Password with «${type}»`);
    }
  },
};
