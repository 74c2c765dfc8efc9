import { mustRefuse } from '../../dialect.ts';
import { type BearerCase, freshToken, withToken } from './bearer-subject.ts';

export const takesATokenOfMoreParts: BearerCase = {
  name: 'takes-a-token-of-more-parts',
  sent: 'a good token with a fourth part, with five parts, and with dots around it',
  expected: 'each is refused',
  why: 'A signed token has three parts. Who splits and takes the first three lets anybody add to a token.',
  source: 'RFC 7515, section 3.1',
  level: 'required',
  async run(subject, exchange) {
    const token = await freshToken(subject, exchange);
    for (const longer of [`${token}.more`, `${token}.`, `.${token}`, `${token}.a.b`]) {
      mustRefuse(subject.dialect, await exchange.send(withToken(subject, longer)), 'token-malformed');
    }
  },
};
