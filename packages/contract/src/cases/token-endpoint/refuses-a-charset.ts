import { mustIssue, type TokenEndpointCase, tokenRequest } from './token-endpoint-subject.ts';

export const refusesACharset: TokenEndpointCase = {
  name: 'refuses-a-charset',
  sent: 'the right request with `; charset=UTF-8` after the content type, and in capitals',
  expected: 'a token',
  why: 'Clients add it, and the name of a media type is case-insensitive.',
  source: 'RFC 9110, section 8.3.1',
  level: 'required',
  async run(subject, { send }) {
    for (const contentType of [
      'application/x-www-form-urlencoded; charset=UTF-8',
      'application/x-www-form-urlencoded;charset=utf-8',
      'Application/X-WWW-Form-URLEncoded',
    ]) {
      mustIssue(await send(tokenRequest(subject, { contentType })), `«${contentType}»`);
    }
  },
};
