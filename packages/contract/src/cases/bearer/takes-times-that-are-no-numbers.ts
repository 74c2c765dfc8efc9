import { mustRefuse } from '../../dialect.ts';
import { type BearerCase, now, signed, withToken } from './bearer-subject.ts';

export const takesTimesThatAreNoNumbers: BearerCase = {
  name: 'takes-times-that-are-no-numbers',
  sent: 'signed tokens whose `exp` is a text, a list, or true',
  expected: 'each is refused',
  why: 'What is compared as whatever it happens to be is compared wrong in somebody’s favour.',
  source: 'RFC 7519, section 2, NumericDate',
  level: 'required',
  async run(subject, { send }) {
    const soon = now() + 200;
    for (const exp of [String(soon), [soon], true, {}]) {
      const token = await signed(subject, { claims: { exp } });
      mustRefuse(
        subject.dialect,
        await send(withToken(subject, token)),
        'token-malformed',
        `exp ${JSON.stringify(exp)}`,
      );
    }
  },
};
