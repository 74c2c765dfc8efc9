import { mustRefuse } from '../../dialect.ts';
import { rightMessage, type SoapCase, withXml } from './soap-subject.ts';

export const failsOnWhatIsNoMessage: SoapCase = {
  name: 'fails-on-what-is-no-message',
  sent: 'no body, text, JSON, XML that is cut short, two roots, another root, and an envelope of no version',
  expected: 'each is refused, none is an error of the server that says so',
  why: 'What a stranger sends must never be more than a refusal, in a form that a client can read.',
  source: 'SOAP 1.1, section 4.1.1; Placetopay, SOAP, Authentication (error 100)',
  level: 'required',
  async run(subject, { send }) {
    const right = () => rightMessage(subject);
    for (const body of [
      '',
      'hello',
      '{"auth":{}}',
      right().slice(0, -10),
      right() + right(),
      '<Envelope/>',
      right().replace('http://schemas.xmlsoap.org/soap/envelope/', 'urn:no-such-version'),
    ]) {
      const answer = await send(withXml(subject, body));
      mustRefuse(subject.dialect, answer, 'absent', `«${body.slice(0, 12)}»`);
    }
  },
};
