import { generateKeyPairSync } from 'node:crypto';
import { mustRefuse } from '../../dialect.ts';
import { type BearerCase, signed, withToken } from './bearer-subject.ts';

export const fetchesAKey: BearerCase = {
  name: 'fetches-a-key',
  sent: 'a token signed with somebody else’s key, which its header says is found at an address: `jku`, `x5u`',
  expected: 'it is refused at once, and is no error of the server',
  why: 'A server that fetches what a stranger names asks inside its own network for him, and believes the answer.',
  source: 'RFC 8725, section 3.10; CWE-918',
  level: 'required',
  async run(subject, { send }) {
    // Port 9 of the server itself, where nothing is served: nobody else is asked.
    const address = 'http://127.0.0.1:9/keys.json';
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    for (const header of [{ jku: address }, { x5u: address }, { jku: address, kid: address }]) {
      const token = await signed(subject, { algorithm: 'ES256', key: privateKey, header });
      mustRefuse(
        subject.dialect,
        await send(withToken(subject, token)),
        'proof-mismatch',
        'an address of keys',
      );
    }
  },
};
