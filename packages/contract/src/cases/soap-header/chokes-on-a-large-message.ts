import { mustRefuse } from '../../dialect.ts';
import { tokenOf } from '../username-token/username-token-subject.ts';
import { type SoapCase, withSoapToken } from './soap-subject.ts';

export const chokesOnALargeMessage: SoapCase = {
  name: 'chokes-on-a-large-message',
  sent: 'a right token in a message of a million bytes',
  expected: 'it is refused, and answered',
  why: 'A message is read before anybody is known: what is not bounded, anybody can fill.',
  source: 'RFC 9110, section 15.5.14; CWE-770',
  level: 'advice',
  async run(subject, { send }) {
    const content = `<a:pad xmlns:a="urn:a">${'x'.repeat(1_000_000)}</a:pad>`;
    const { request } = subject;
    const answer = await send(withSoapToken({ request, content }, tokenOf(subject)));
    mustRefuse(subject.dialect, answer, 'body-too-large');
  },
};
