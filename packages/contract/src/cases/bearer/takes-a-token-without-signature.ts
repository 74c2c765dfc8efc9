import { mustRefuse } from '../../dialect.ts';
import { type BearerCase, freshToken, spliced, withToken } from './bearer-subject.ts';

export const takesATokenWithoutSignature: BearerCase = {
  name: 'takes-a-token-without-signature',
  sent: 'a good token with its signature left out, empty, and of zeros',
  expected: 'each is refused',
  why: 'Without a signature a token is a claim that anybody can make. Zeros are one that some libraries took for valid.',
  source: 'RFC 8725, sections 2.1 and 3.3; CVE-2022-21449',
  level: 'required',
  async run(subject, exchange) {
    const token = await freshToken(subject, exchange);
    const [header, payload, signature = ''] = token.split('.');
    const zeros = Buffer.alloc(Buffer.from(signature, 'base64url').length).toString('base64url');
    for (const unsigned of [
      `${header}.${payload}`,
      `${header}.${payload}.`,
      spliced(token, { signature: zeros }),
    ]) {
      mustRefuse(subject.dialect, await exchange.send(withToken(subject, unsigned)), 'token-malformed');
    }
  },
};
