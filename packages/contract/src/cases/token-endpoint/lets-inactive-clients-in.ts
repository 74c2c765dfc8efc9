import { needed } from '../../contract-case.ts';
import { encodedPair } from '../../sign/pair.ts';
import { mustRefuseWith, type TokenEndpointCase, tokenRequest } from './token-endpoint-subject.ts';

export const letsInactiveClientsIn: TokenEndpointCase = {
  name: 'lets-inactive-clients-in',
  sent: 'the right pair of a client that is not active',
  expected: '401 `invalid_client`',
  why: 'A client that was switched off, and still gets tokens, was not switched off.',
  source: 'RFC 6749, section 5.2',
  level: 'required',
  async run(subject, { send }) {
    const client = needed(subject.inactiveClient, 'inactiveClient: one that is known and not active');
    const authorization = `Basic ${encodedPair(client)}`;
    mustRefuseWith(
      'invalid_client',
      await send(tokenRequest(subject, { authorization })),
      'an inactive client',
    );
  },
};
