import { mustRefuse } from '../../dialect.ts';
import { percentEncoded } from '../../sign/pair.ts';
import { type PairCase, withPair } from './pair-subject.ts';

export const decodesPercentEscapes: PairCase = {
  name: 'decodes-percent-escapes',
  sent: 'the right pair, form-encoded before it is base64-encoded',
  expected: 'it is refused',
  why: 'Basic is not form-encoded outside of OAuth. Who decodes it reads another secret wherever one holds a plus or a percent sign.',
  source: 'RFC 7617, section 2',
  level: 'required',
  async run(subject, { send }) {
    const { id, secret } = subject.account;
    for (const pair of [
      { id, secret: percentEncoded(secret) },
      { id: percentEncoded(id), secret },
      { id: percentEncoded(id), secret: percentEncoded(secret) },
    ]) {
      mustRefuse(
        subject.dialect,
        await send(withPair(subject, pair)),
        'proof-mismatch',
        'a form-encoded pair',
      );
    }
  },
};
