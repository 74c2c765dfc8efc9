import { mustRefuse } from '../../dialect.ts';
import { envelopeXml, securityXml, usernameTokenXml } from '../../sign/soap-envelope.ts';
import { tokenOf } from '../username-token/username-token-subject.ts';
import { type SoapCase, withHeader, withXml } from './soap-subject.ts';

export const takesATokenInAnotherPlace: SoapCase = {
  name: 'takes-a-token-in-another-place',
  sent: 'a right token in the Body, in a Security header inside the Body, straight in the Header, and in another header block',
  expected: 'each is refused as if no token had been sent',
  why: 'One place is looked at. Who searches the message finds what somebody else was allowed to put there.',
  source: 'UsernameToken Profile 1.1, section 3.1; CWE-345',
  level: 'required',
  async run(subject, { send }) {
    const token = () => usernameTokenXml(tokenOf(subject));
    const inBody = (content: string) =>
      withXml(subject, envelopeXml({ version: '1.1', header: '', content: content + subject.content }));
    for (const request of [
      inBody(token()),
      inBody(securityXml(token())),
      withHeader(subject, token()),
      withHeader(subject, `<a:block xmlns:a="urn:a">${securityXml(token())}</a:block>`),
      withHeader(subject, securityXml(`<a:block xmlns:a="urn:a">${token()}</a:block>`)),
    ]) {
      mustRefuse(subject.dialect, await send(request), 'absent');
    }
  },
};
