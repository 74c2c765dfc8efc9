import { mustRefuse } from '../../dialect.ts';
import { tokenOf } from '../username-token/username-token-subject.ts';
import { type JsonAuthCase, withAuth } from './json-auth-subject.ts';

export const coercesTypes: JsonAuthCase = {
  name: 'coerces-types',
  sent: 'each part of the right token as null, true, a number, in an array, in an object, and as an object with a toString',
  expected: 'each is refused, none is an error of the server',
  why: 'An array of one text is equal to the text where types are coerced: a query or a log that reads it otherwise sees another account.',
  source: 'Placetopay, Authentication (error 107); CWE-843',
  level: 'required',
  async run(subject, { send }) {
    for (const part of ['login', 'tranKey', 'nonce', 'seed'] as const) {
      const right = tokenOf(subject)[part];
      for (const value of [
        null,
        true,
        0,
        20260102,
        [],
        [right],
        { [part]: right },
        { toString: right },
        { $ne: null },
      ]) {
        const answer = await send(withAuth(subject, { ...tokenOf(subject), [part]: value }));
        mustRefuse(
          subject.dialect,
          answer,
          'credentials-malformed',
          `${part} as ${JSON.stringify(value).slice(0, 20)}`,
        );
      }
      const token = tokenOf(subject);
      const inArray = await send(withAuth(subject, { ...token, [part]: [token[part]] }));
      mustRefuse(subject.dialect, inArray, 'credentials-malformed', `the right ${part} in an array`);
    }
  },
};
