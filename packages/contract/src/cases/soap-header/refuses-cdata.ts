import { mustAccept } from '../../dialect.ts';
import { tokenElements } from '../../sign/soap-envelope.ts';
import { type SoapCase, withElements } from './soap-subject.ts';

export const refusesCdata: SoapCase = {
  name: 'refuses-cdata',
  sent: 'a right token whose login, nonce and time are in CDATA',
  expected: 'it is accepted',
  why: 'It is another way to write text, and some clients write all of it so.',
  source: 'XML 1.0, section 2.7',
  level: 'advice',
  async run(subject, { send }) {
    const request = withElements(subject, (token) => {
      const { username, nonce, created } = tokenElements(token);
      const inCdata = (xml: string) => xml.replace(/>([^<]+)</, '><![CDATA[$1]]><');
      return { username: inCdata(username), nonce: inCdata(nonce), created: inCdata(created) };
    });
    mustAccept(subject.dialect, await send(request));
  },
};
