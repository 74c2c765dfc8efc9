import { mustRefuse } from '../../dialect.ts';
import { encodedPair } from '../../sign/pair.ts';
import type { PairCase } from './pair-subject.ts';

export const takesThePairFromTheQuery: PairCase = {
  name: 'takes-the-pair-from-the-query',
  sent: 'the right pair in the query: as a header would be, as id and secret, encoded and not',
  expected: 'each is refused as if nothing had been sent',
  why: 'Addresses are written to logs, histories and Referer headers, and secrets with them.',
  source: 'RFC 9110, section 17.9; CWE-598',
  level: 'required',
  async run({ dialect, request, account, carrier }, { send }) {
    const encoded = encodedPair(account);
    const { id, secret } = account;
    for (const parameters of [
      { [carrier.header]: `${carrier.prefix}${encoded}`, [carrier.header.toLowerCase()]: `Basic ${encoded}` },
      { id, secret, user: id, username: id, password: secret, client_id: id, client_secret: secret },
      { api_key: encoded, apikey: encoded, key: encoded, access_token: encoded, auth: encoded },
    ]) {
      const query = `${request.path.includes('?') ? '&' : '?'}${new URLSearchParams(parameters)}`;
      mustRefuse(
        dialect,
        await send({ ...request, path: request.path + query }),
        'absent',
        'a pair in the query',
      );
    }
  },
};
