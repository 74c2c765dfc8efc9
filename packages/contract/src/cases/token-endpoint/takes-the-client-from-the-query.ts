import { mustRefuseNobody, type TokenEndpointCase, tokenRequest } from './token-endpoint-subject.ts';

export const takesTheClientFromTheQuery: TokenEndpointCase = {
  name: 'takes-the-client-from-the-query',
  sent: 'client and secret in the query, with the right form',
  expected: '400 or 401 `invalid_client`',
  why: 'Addresses are written to logs, and secrets with them.',
  source: 'RFC 6749, section 2.3.1',
  level: 'required',
  async run(subject, { send }) {
    const { id, secret } = subject.client;
    const query = `?${new URLSearchParams({ client_id: id, client_secret: secret })}`;
    const answer = await send(tokenRequest(subject, { authorization: null, query }));
    mustRefuseNobody(answer, 'a client in the query');
  },
};
