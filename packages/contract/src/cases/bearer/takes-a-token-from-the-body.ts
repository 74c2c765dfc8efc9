import { mustNotAccept } from '../../dialect.ts';
import { withHeaders } from '../../request.ts';
import { type BearerCase, freshToken, withoutToken } from './bearer-subject.ts';

export const takesATokenFromTheBody: BearerCase = {
  name: 'takes-a-token-from-the-body',
  sent: 'a good token as `access_token` in a form',
  expected: 'it is refused',
  why: 'A form is what a page of somebody else can send. A server takes it only where a client cannot set a header.',
  source: 'RFC 6750, section 2.2',
  level: 'required',
  async run(subject, exchange) {
    const token = await freshToken(subject, exchange);
    const form = withHeaders(withoutToken(subject), ['Content-Type', 'application/x-www-form-urlencoded']);
    mustNotAccept(await exchange.send({ ...form, body: `access_token=${token}` }), 'a token in the body');
  },
};
