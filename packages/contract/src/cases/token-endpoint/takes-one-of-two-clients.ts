import { mustNotAccept } from '../../dialect.ts';
import { encodedPair } from '../../sign/pair.ts';
import { type TokenEndpointCase, tokenRequest } from './token-endpoint-subject.ts';

export const takesOneOfTwoClients: TokenEndpointCase = {
  name: 'takes-one-of-two-clients',
  sent: 'two `Authorization` headers, the right one and a wrong one, in both orders',
  expected: 'neither is answered with a token',
  why: 'A proxy that looks at one of them and a server that looks at the other disagree about who is calling.',
  source: 'RFC 9110, section 5.3',
  level: 'required',
  async run(subject, { send }) {
    const right = tokenRequest(subject);
    const other = `Basic ${encodedPair({ ...subject.client, secret: 'no-such-secret' })}`;
    const wrong = tokenRequest(subject, { authorization: other });
    for (const [first, second] of [
      [right, wrong],
      [wrong, right],
    ] as const) {
      mustNotAccept(
        await send({ ...first, headers: [...first.headers, ...second.headers.slice(0, 1)] }),
        'two clients',
      );
    }
  },
};
