import { mustRefuse } from '../../dialect.ts';
import { type BearerCase, changed, freshToken, spliced, withToken } from './bearer-subject.ts';

export const takesAlgNone: BearerCase = {
  name: 'takes-alg-none',
  sent: 'a good token whose header says `none`, in several spellings, without a signature and with the old one',
  expected: 'each is refused',
  why: 'Who lets the token choose how it is verified lets it choose not to be.',
  source: 'RFC 8725, sections 2.1 and 3.1',
  level: 'required',
  async run(subject, exchange) {
    const token = await freshToken(subject, exchange);
    const [header = ''] = token.split('.');
    for (const alg of ['none', 'None', 'NONE', 'nOnE', '']) {
      const other = spliced(token, { header: changed(header, { alg }) });
      for (const unsigned of [spliced(other, { signature: '' }), other]) {
        const answer = await exchange.send(withToken(subject, unsigned));
        mustRefuse(subject.dialect, answer, 'token-algorithm-not-allowed', `alg «${alg}»`);
      }
    }
  },
};
