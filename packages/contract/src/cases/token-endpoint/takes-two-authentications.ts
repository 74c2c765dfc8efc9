import { mustRefuseWith, type TokenEndpointCase, tokenRequest } from './token-endpoint-subject.ts';

export const takesTwoAuthentications: TokenEndpointCase = {
  name: 'takes-two-authentications',
  sent: 'the right pair in Basic, and a client with a secret in the form: the same one, and another',
  expected: '400 `invalid_request`',
  why: 'What looks at one of them and what looks at the other disagree about whose token this is.',
  source: 'RFC 6749, section 2.3',
  level: 'required',
  async run(subject, { send }) {
    const { id, secret } = subject.client;
    for (const client of [subject.client, { id: 'somebody-else', secret: 'no-such-secret' }]) {
      const form = { grant_type: 'client_credentials', client_id: client.id, client_secret: client.secret };
      const answer = await send(tokenRequest(subject, { body: new URLSearchParams(form).toString() }));
      mustRefuseWith(
        'invalid_request',
        answer,
        client.id === id && client.secret === secret ? 'the same twice' : 'two clients',
      );
    }
  },
};
