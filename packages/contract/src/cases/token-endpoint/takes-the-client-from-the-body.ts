import { mustRefuseNobody, type TokenEndpointCase, tokenRequest } from './token-endpoint-subject.ts';

export const takesTheClientFromTheBody: TokenEndpointCase = {
  name: 'takes-the-client-from-the-body',
  sent: 'client and secret in the form, and no Basic',
  expected: '400 or 401 `invalid_client`',
  why: 'The RFC discourages it, and the providers document Basic alone: a body is logged sooner than a header.',
  source: 'RFC 6749, section 2.3.1',
  level: 'advice',
  async run(subject, { send }) {
    const { id, secret } = subject.client;
    const form = { grant_type: 'client_credentials', client_id: id, client_secret: secret };
    const request = tokenRequest(subject, {
      authorization: null,
      body: new URLSearchParams(form).toString(),
    });
    mustRefuseNobody(await send(request), 'a client in the body');
  },
};
