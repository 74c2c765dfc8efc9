import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CaseFailed } from '../../contract-case.ts';
import { mustRefuse } from '../../dialect.ts';
import { listenOnLoopback, stopServer } from '../../loopback.ts';
import { type BearerCase, signed, signing, withToken } from './bearer-subject.ts';

export const fetchesAKey: BearerCase = {
  name: 'fetches-a-key',
  sent: 'a token signed with somebody else’s key, which its header says is found at an address: `jku`, `x5u`',
  expected: 'it is refused, the address is not asked, and it is no error of the server',
  why: 'A server that fetches what a stranger names asks inside its own network for him, and believes the answer.',
  source: 'RFC 8725, section 3.10; CWE-918',
  level: 'required',
  async run(subject, { send }) {
    signing(subject);
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    let asked = 0;
    // On this machine: a server on another one finds nothing at the address, and nobody else is asked.
    const stranger = createServer((_request, response) => {
      asked += 1;
      response.end(JSON.stringify({ keys: [publicKey.export({ format: 'jwk' })] }));
    });
    await listenOnLoopback(stranger);
    try {
      const address = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}/keys.json`;
      for (const header of [{ jku: address }, { x5u: address }, { jku: address, kid: address }]) {
        const token = await signed(subject, { algorithm: 'ES256', key: privateKey, header });
        const answer = await send(withToken(subject, token));
        mustRefuse(subject.dialect, answer, 'proof-mismatch', 'an address of keys');
        if (asked > 0) throw new CaseFailed('the server fetched what a stranger named');
      }
    } finally {
      await stopServer(stranger);
    }
  },
};
