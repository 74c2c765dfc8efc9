import { mustRefuse } from '../../dialect.ts';
import { type BearerCase, changed, freshToken, spliced, withToken } from './bearer-subject.ts';

export const takesAlteredClaims: BearerCase = {
  name: 'takes-altered-claims',
  sent: 'a good token with another claim in it, and with another header member, under its old signature',
  expected: 'each is refused',
  why: 'The signature is what makes the claims true.',
  source: 'RFC 7515, section 5.2',
  level: 'required',
  async run(subject, exchange) {
    const token = await freshToken(subject, exchange);
    const [header = '', payload = ''] = token.split('.');
    for (const altered of [
      spliced(token, { payload: changed(payload, { admin: true }) }),
      spliced(token, { header: changed(header, { note: 'added' }) }),
    ]) {
      mustRefuse(subject.dialect, await exchange.send(withToken(subject, altered)), 'proof-mismatch');
    }
  },
};
