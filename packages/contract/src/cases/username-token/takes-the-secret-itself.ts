import { mustRefuseAsOne } from '../../dialect.ts';
import { tokenOf, type UsernameTokenCase } from './username-token-subject.ts';

export const takesTheSecretItself: UsernameTokenCase = {
  name: 'takes-the-secret-itself',
  sent: 'the secret in the place of the tranKey, as it is and in base64',
  expected: 'each is refused',
  why: 'A server that takes it teaches clients to send it: whoever sees one request can then make any other.',
  source: 'UsernameToken Profile 1.1, section 3.1 (PasswordText)',
  level: 'required',
  async run(subject, { send }) {
    const { secret } = subject.account;
    for (const tranKey of [secret, Buffer.from(secret).toString('base64')]) {
      const answer = await send(subject.carry({ ...tokenOf(subject), tranKey }));
      mustRefuseAsOne(subject.dialect, answer, ['proof-mismatch', 'credentials-malformed']);
    }
  },
};
