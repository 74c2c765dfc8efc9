import { mustRefuse } from '../../dialect.ts';
import { type BearerCase, freshToken, spliced, withToken } from './bearer-subject.ts';

export const takesAPartOfASignature: BearerCase = {
  name: 'takes-a-part-of-a-signature',
  sent: 'a good token with its signature cut short, longer, and with one bit changed',
  expected: 'each is refused',
  why: 'A comparison that looks at a part of a signature leaves the rest to be guessed.',
  source: 'RFC 7515, section 5.2',
  level: 'required',
  async run(subject, exchange) {
    const token = await freshToken(subject, exchange);
    const bytes = Buffer.from(token.split('.')[2] ?? '', 'base64url');
    const flipped = Buffer.from(bytes);
    flipped.writeUInt8(flipped.readUInt8(flipped.length - 1) ^ 1, flipped.length - 1);
    for (const wrong of [
      bytes.subarray(0, 4),
      bytes.subarray(0, -1),
      Buffer.concat([bytes, bytes]),
      flipped,
    ]) {
      const altered = spliced(token, { signature: wrong.toString('base64url') });
      mustRefuse(subject.dialect, await exchange.send(withToken(subject, altered)), 'proof-mismatch');
    }
  },
};
