import { mustRefuseAsOne } from '../../dialect.ts';
import { tokenOf } from '../username-token/username-token-subject.ts';
import { type JsonAuthCase, withText } from './json-auth-subject.ts';

export const takesTheFirstOfTwoTokens: JsonAuthCase = {
  name: 'takes-the-first-of-two-tokens',
  sent: '`auth` twice, the right token and then a wrong one; and a login twice, the right one and then another',
  expected: 'each is refused',
  why: 'Parsers take the last of two members, or none of them. Where one that stands before the server takes the first, the two see different requests.',
  source: 'RFC 8259, section 4',
  level: 'advice',
  async run(subject, { send }) {
    const wrong = JSON.stringify(tokenOf(subject, { secret: 'no-such-secret' }));
    const twice = await send(
      withText(subject, `{"auth":${JSON.stringify(tokenOf(subject))},"auth":${wrong}}`),
    );
    mustRefuseAsOne(
      subject.dialect,
      twice,
      ['proof-mismatch', 'absent', 'credentials-malformed'],
      'auth twice',
    );
    const members = JSON.stringify(tokenOf(subject)).slice(0, -1);
    const twoLogins = await send(withText(subject, `{"auth":${members},"login":"no-such-login"}}`));
    mustRefuseAsOne(
      subject.dialect,
      twoLogins,
      ['account-unknown', 'absent', 'credentials-malformed'],
      'a login twice',
    );
  },
};
