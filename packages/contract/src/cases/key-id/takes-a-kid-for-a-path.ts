import { needed } from '../../contract-case.ts';
import { mustRefuse } from '../../dialect.ts';
import { type BearerCase, signed, signing, withToken } from '../bearer/bearer-subject.ts';

export const takesAKidForAPath: BearerCase = {
  name: 'takes-a-kid-for-a-path',
  sent: 'tokens signed with the right key whose `kid` is a path, an address, a query that leads to it',
  expected: 'each is refused, none is an error of the server',
  why: 'A `kid` is written by a stranger. Who looks for it in a folder, a database or the network does what he says.',
  source: 'RFC 8725, section 3.10; CWE-22, CWE-89',
  level: 'required',
  async run(subject, { send }) {
    const kid = needed(signing(subject).kid, 'signing.kid: the name of the key');
    for (const other of [
      `./${kid}`,
      `../keys/${kid}`,
      `/dev/null`,
      `keys/../${kid}`,
      `http://127.0.0.1:9/${kid}`,
      `${kid}' OR '1'='1`,
      `${kid}\0`,
      ` ${kid}`,
      kid.toUpperCase() === kid ? kid.toLowerCase() : kid.toUpperCase(),
    ]) {
      const token = await signed(subject, { header: { kid: other } });
      mustRefuse(
        subject.dialect,
        await send(withToken(subject, token)),
        'token-key-unknown',
        `kid «${other}»`,
      );
    }
  },
};
