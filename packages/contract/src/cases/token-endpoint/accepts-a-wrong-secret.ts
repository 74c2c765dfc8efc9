import { encodedPair } from '../../sign/pair.ts';
import { mustRefuseWith, type TokenEndpointCase, tokenRequest } from './token-endpoint-subject.ts';

export const acceptsAWrongSecret: TokenEndpointCase = {
  name: 'accepts-a-wrong-secret',
  sent: 'the right client with wrong secrets',
  expected: '401 `invalid_client`, with a challenge',
  why: 'Whoever gets a token is the client from then on.',
  source: 'RFC 6749, section 5.2',
  level: 'required',
  async run(subject, { send }) {
    const { id, secret } = subject.client;
    for (const wrong of ['no-such-secret', '', `${secret}0`, secret.slice(0, -1)]) {
      const authorization = `Basic ${encodedPair({ id, secret: wrong })}`;
      mustRefuseWith(
        'invalid_client',
        await send(tokenRequest(subject, { authorization })),
        'a wrong secret',
      );
    }
  },
};
