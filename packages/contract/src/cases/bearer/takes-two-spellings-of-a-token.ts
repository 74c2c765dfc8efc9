import { mustRefuse } from '../../dialect.ts';
import { type BearerCase, freshToken, spliced, withToken } from './bearer-subject.ts';

export const takesTwoSpellingsOfAToken: BearerCase = {
  name: 'takes-two-spellings-of-a-token',
  sent: 'a good token with padding, in the usual alphabet of base64, and with bits set that must be zero',
  expected: 'each is refused',
  why: 'Tokens are withdrawn, and remembered, by their text. What has two spellings is withdrawn in one of them.',
  source: 'RFC 7515, section 2; RFC 4648, section 3.5',
  level: 'advice',
  async run(subject, exchange) {
    const token = await freshToken(subject, exchange);
    const [, , signature = ''] = token.split('.');
    const last = alphabet.indexOf(signature.slice(-1));
    const spellings = [`${signature}=`, `${signature}==`];
    // The bytes of a signature end within its last letter, unless their number is a multiple of three.
    if (signature.length % 4 !== 0) spellings.push(signature.slice(0, -1) + (alphabet[last ^ 1] ?? ''));
    for (const spelling of spellings) {
      const answer = await exchange.send(withToken(subject, spliced(token, { signature: spelling })));
      mustRefuse(subject.dialect, answer, 'token-malformed', 'another spelling');
    }
  },
};

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
