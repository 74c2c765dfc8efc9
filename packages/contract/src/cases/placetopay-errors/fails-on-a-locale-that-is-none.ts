import { mustRefuse } from '../../dialect.ts';
import { type JsonAuthCase, withJson } from '../auth-in-json/json-auth-subject.ts';
import { tokenOf } from '../username-token/username-token-subject.ts';

export const failsOnALocaleThatIsNone: JsonAuthCase = {
  name: 'fails-on-a-locale-that-is-none',
  sent: 'a wrong secret with `locale` as null, a number, an array, an object and a path',
  expected: 'each is refused as ever, none is an error of the server',
  why: 'The language is looked up for whoever is refused: for anybody.',
  source: 'Placetopay, Checkout (locale); CWE-20',
  level: 'required',
  async run(subject, { send }) {
    for (const locale of [null, 7, ['en_US'], { en: 'US' }, '../../etc/passwd', '__proto__', '']) {
      const auth = tokenOf(subject, { secret: 'no-such-secret' });
      const answer = await send(withJson(subject, { ...subject.fields, locale, auth }));
      mustRefuse(subject.dialect, answer, 'proof-mismatch', `the locale ${JSON.stringify(locale)}`);
    }
  },
};
