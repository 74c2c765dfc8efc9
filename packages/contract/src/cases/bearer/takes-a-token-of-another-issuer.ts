import { needed } from '../../contract-case.ts';
import { mustRefuse } from '../../dialect.ts';
import { type BearerCase, signed, signing, withToken } from './bearer-subject.ts';

export const takesATokenOfAnotherIssuer: BearerCase = {
  name: 'takes-a-token-of-another-issuer',
  sent: 'signed tokens whose `iss` is another, missing, or only begins like the right one',
  expected: 'each is refused',
  why: 'One key may sign for several. Who does not look at the issuer takes the tokens of all of them.',
  source: 'RFC 8725, section 3.8',
  level: 'required',
  async run(subject, { send }) {
    const { claims } = signing(subject);
    const known = needed(claims.iss, 'signing.claims.iss: the issuer that the server wants');
    for (const iss of [
      undefined,
      'https://somebody-else.example',
      `${known}.somebody-else.example`,
      `${known}/`,
    ]) {
      const token = await signed(subject, { claims: { iss } });
      mustRefuse(
        subject.dialect,
        await send(withToken(subject, token)),
        'token-claim-mismatch',
        `iss «${iss}»`,
      );
    }
  },
};
