import { needed } from '../../contract-case.ts';
import { mustRefuse } from '../../dialect.ts';
import { type BearerCase, signed, signing, withToken } from '../bearer/bearer-subject.ts';

export const takesATokenOfAnotherKind: BearerCase = {
  name: 'takes-a-token-of-another-kind',
  sent: 'signed tokens whose `typ` is another, or missing',
  expected: 'each is refused',
  why: 'What one key signs is not all one: an ID token, or a notification, must not open what an access token does.',
  source: 'RFC 8725, section 3.11',
  level: 'required',
  async run(subject, { send }) {
    needed(signing(subject).type, 'signing.type: the typ that the server wants');
    for (const typ of [undefined, 'id+jwt', 'logout+jwt', '']) {
      const token = await signed(subject, { header: { typ } });
      mustRefuse(
        subject.dialect,
        await send(withToken(subject, token)),
        'token-claim-mismatch',
        `typ «${typ}»`,
      );
    }
  },
};
