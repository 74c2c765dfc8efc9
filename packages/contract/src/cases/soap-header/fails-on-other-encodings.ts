import { mustNotFail } from '../../dialect.ts';
import { rightMessage, type SoapCase, withXml } from './soap-subject.ts';

export const failsOnOtherEncodings: SoapCase = {
  name: 'fails-on-other-encodings',
  sent: 'a right message in UTF-16, in bytes that are no UTF-8, and declared to be in an encoding that nobody knows',
  expected: 'each is accepted or refused, none is an error of the server that says so',
  why: 'Decoders throw, and they run before anybody is known.',
  source: 'XML 1.0, section 4.3.3',
  level: 'required',
  async run(subject, { send }) {
    const { dialect } = subject;
    for (const [type, body] of [
      ['text/xml; charset=utf-16', Buffer.from(`\ufeff${rightMessage(subject)}`, 'utf16le')],
      ['text/xml', Buffer.concat([Buffer.from([0xff, 0xc3, 0x28]), Buffer.from(rightMessage(subject))])],
      ['text/xml; charset=no-such-charset', rightMessage(subject)],
      ['text/xml', `<?xml version="1.0" encoding="no-such-encoding"?>${rightMessage(subject)}`],
    ] as const) {
      mustNotFail(
        dialect,
        await send(withXml(subject, body, type)),
        ['absent', 'credentials-malformed'],
        type,
      );
    }
  },
};
