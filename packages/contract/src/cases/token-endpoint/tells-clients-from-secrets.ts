import { mustLookAlike } from '../../look-alike.ts';
import { encodedPair } from '../../sign/pair.ts';
import { mustRefuseWith, type TokenEndpointCase, tokenRequest } from './token-endpoint-subject.ts';

export const tellsClientsFromSecrets: TokenEndpointCase = {
  name: 'tells-clients-from-secrets',
  sent: 'a wrong secret of a client that exists, and of one that does not',
  expected: 'both are refused with the same status, headers and body',
  why: 'Where the two differ, anybody can find out which clients exist, and then needs only their secrets.',
  source: 'OWASP Authentication Cheat Sheet, Authentication Responses',
  level: 'required',
  async run(subject, { send }) {
    const secret = 'no-such-secret';
    const as = (id: string) =>
      send(tokenRequest(subject, { authorization: `Basic ${encodedPair({ id, secret })}` }));
    const known = await as(subject.client.id);
    const unknown = await as('q'.repeat(subject.client.id.length));
    const again = await as(subject.client.id);
    mustRefuseWith('invalid_client', known, 'a wrong secret');
    mustRefuseWith('invalid_client', unknown, 'an unknown client');
    mustLookAlike(known, unknown, again, 'a wrong secret and an unknown client');
  },
};
