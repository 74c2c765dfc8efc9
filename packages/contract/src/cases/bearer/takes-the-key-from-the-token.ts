import { generateKeyPairSync } from 'node:crypto';
import { mustRefuse } from '../../dialect.ts';
import { type BearerCase, signed, withToken } from './bearer-subject.ts';

export const takesTheKeyFromTheToken: BearerCase = {
  name: 'takes-the-key-from-the-token',
  sent: 'a token signed with somebody else’s key, which its header holds as `jwk`',
  expected: 'it is refused',
  why: 'A key that comes with a token proves that somebody has a key, and anybody has.',
  source: 'RFC 8725, section 3.10; CVE-2018-0114',
  level: 'required',
  async run(subject, { send }) {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const jwk = publicKey.export({ format: 'jwk' });
    for (const header of [{ jwk }, { jwk, kid: undefined }]) {
      const token = await signed(subject, { algorithm: 'ES256', key: privateKey, header });
      mustRefuse(subject.dialect, await send(withToken(subject, token)), 'proof-mismatch', 'a jwk');
    }
  },
};
