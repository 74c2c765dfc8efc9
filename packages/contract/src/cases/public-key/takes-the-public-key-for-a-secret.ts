import { createPublicKey } from 'node:crypto';
import { CaseSkipped } from '../../contract-case.ts';
import { mustRefuse } from '../../dialect.ts';
import { keyOf } from '../../sign/right-token.ts';
import { type BearerCase, signed, signing, withToken } from '../bearer/bearer-subject.ts';

export const takesThePublicKeyForASecret: BearerCase = {
  name: 'takes-the-public-key-for-a-secret',
  sent: 'tokens signed by HS256 with the public key as the secret, in the forms that it is published in',
  expected: 'each is refused',
  why: 'The public key is known to everybody. Who lets the header choose the algorithm lets everybody sign.',
  source: 'RFC 8725, sections 2.1 and 3.1; CVE-2015-9235',
  level: 'required',
  async run(subject, { send }) {
    const known = signing(subject);
    if (known.algorithm.startsWith('HS'))
      throw new CaseSkipped('needs a server that verifies with a public key');
    const publicKey = createPublicKey(keyOf(known));
    const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    for (const secret of [
      Buffer.from(pem),
      Buffer.from(pem.trim()),
      publicKey.export({ type: 'spki', format: 'der' }),
      Buffer.from(JSON.stringify(publicKey.export({ format: 'jwk' }))),
    ]) {
      const token = await signed(subject, { algorithm: 'HS256', key: secret });
      mustRefuse(subject.dialect, await send(withToken(subject, token)), 'token-algorithm-not-allowed');
    }
  },
};
