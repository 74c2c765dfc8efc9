import { mustRefuse } from '../../dialect.ts';
import { type PairCase, withBytes } from './pair-subject.ts';

export const failsOnInvalidUtf8: PairCase = {
  name: 'fails-on-invalid-utf-8',
  sent: 'a secret, and an id, of bytes that are not UTF-8',
  expected: 'each is refused, neither is an error of the server',
  why: 'A decoder that throws makes an error of the server out of a header that anybody can send; one that replaces what it cannot read makes many spellings of one id.',
  source: 'RFC 7617, section 2.1',
  level: 'required',
  async run(subject, { send }) {
    const { id, secret } = subject.account;
    const invalid = Buffer.from([0xc3, 0x28, 0xff]);
    for (const bytes of [
      Buffer.concat([Buffer.from(`${id}:`), invalid]),
      Buffer.concat([Buffer.from(`${id}:${secret}`), invalid]),
      Buffer.concat([Buffer.from(id), invalid, Buffer.from(`:${secret}`)]),
    ]) {
      mustRefuse(subject.dialect, await send(withBytes(subject, bytes)), 'credentials-malformed');
    }
  },
};
