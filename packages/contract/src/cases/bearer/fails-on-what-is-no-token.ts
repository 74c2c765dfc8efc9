import { mustRefuse, mustRefuseAsOne } from '../../dialect.ts';
import { type BearerCase, withToken } from './bearer-subject.ts';

export const failsOnWhatIsNoToken: BearerCase = {
  name: 'fails-on-what-is-no-token',
  sent: 'in place of a token: a word, dots, parts that are no JSON, JSON that is no object',
  expected: 'each is refused, none is an error of the server',
  why: 'What a stranger sends must never be more than a refusal.',
  source: 'RFC 7519, section 7.2; RFC 6750, sections 2.1 and 3.1',
  level: 'required',
  async run(subject, { send }) {
    const part = (text: string) => Buffer.from(text).toString('base64url');
    const header = part('{"alg":"HS256"}');
    for (const token of [
      'word',
      '..',
      'a.b.c',
      `${part('null')}.${part('null')}.`,
      `${part('[]')}.${part('[]')}.AAAA`,
      `${part('"text"')}.${part('1')}.AAAA`,
      `${header}.${part('null')}.AAAA`,
      `${part('{"alg":null}')}.${part('{}')}.AAAA`,
      `${part('{"alg":"constructor","kid":"__proto__"}')}.${part('{}')}.AAAA`,
    ]) {
      const answer = await send(withToken(subject, token));
      mustRefuse(subject.dialect, answer, 'token-malformed', `«${token}»`);
    }
    // A sign that no token is made of: refused as a token, or as a header that holds none.
    const strange = await send(withToken(subject, '%00.%00.%00'));
    mustRefuseAsOne(subject.dialect, strange, ['token-malformed', 'credentials-malformed'], '«%00.%00.%00»');
  },
};
