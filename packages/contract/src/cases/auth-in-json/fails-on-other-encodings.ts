import { gzipSync } from 'node:zlib';
import { mustNotFail } from '../../dialect.ts';
import { tokenOf } from '../username-token/username-token-subject.ts';
import { type JsonAuthCase, withText } from './json-auth-subject.ts';

export const failsOnOtherEncodings: JsonAuthCase = {
  name: 'fails-on-other-encodings',
  sent: 'the right body in UTF-16, compressed, said to be compressed and not, and in an encoding that nobody knows',
  expected: 'each is accepted or refused, none is an error of the server',
  why: 'Decoders throw, and they run before anybody is known.',
  source: 'RFC 8259, section 8.1; RFC 9110, section 8.4',
  level: 'required',
  async run(subject, { send }) {
    const right = () => JSON.stringify({ ...subject.fields, auth: tokenOf(subject) });
    const type = 'application/json';
    const { dialect } = subject;
    for (const request of [
      withText(subject, Buffer.from(right(), 'utf16le'), `${type}; charset=utf-16`),
      withText(subject, right(), `${type}; charset=no-such-charset`),
      withText(subject, gzipSync(right()), type, ['Content-Encoding', 'gzip']),
      withText(subject, right(), type, ['Content-Encoding', 'gzip']),
      withText(subject, right(), type, ['Content-Encoding', 'no-such-encoding']),
    ]) {
      const answer = await send(request);
      // RFC 9110, section 15.5.16: a server may say that it is the encoding.
      if (answer.status !== 415) mustNotFail(dialect, answer, ['absent', 'credentials-malformed']);
    }
  },
};
