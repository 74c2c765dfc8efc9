import { mustRefuseWith, type TokenEndpointCase, tokenRequest } from './token-endpoint-subject.ts';

export const takesAnyGrantType: TokenEndpointCase = {
  name: 'takes-any-grant-type',
  sent: 'other grant types: `password`, `authorization_code`, and the right one in capitals, with a space, with more after it',
  expected: '400 `unsupported_grant_type`',
  why: 'Each grant type is a way to a token with rules of its own. What falls through to another has none.',
  source: 'RFC 6749, section 5.2',
  level: 'required',
  async run(subject, { send }) {
    for (const type of [
      'password',
      'authorization_code',
      'CLIENT_CREDENTIALS',
      'client_credentials ',
      'client_credentialsx',
    ]) {
      const body = new URLSearchParams({ grant_type: type }).toString();
      mustRefuseWith('unsupported_grant_type', await send(tokenRequest(subject, { body })), `«${type}»`);
    }
  },
};
