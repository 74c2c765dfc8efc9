import { mustNotAccept } from '../../dialect.ts';
import { tokenOf } from '../username-token/username-token-subject.ts';
import type { JsonAuthCase } from './json-auth-subject.ts';

export const answersOtherMethods: JsonAuthCase = {
  name: 'answers-other-methods',
  sent: 'the right body with GET, PUT and DELETE',
  expected: 'each is refused, with a status from 400 to 499',
  why: 'A route that answers to every method answers to those that caches keep, that are sent again unasked, and that nobody tested.',
  source: 'Placetopay, Authentication (every request is a POST); RFC 9110, section 15.5.6',
  level: 'required',
  async run(subject, { send }) {
    for (const method of ['GET', 'PUT', 'DELETE']) {
      if (method === subject.request.method) continue;
      mustNotAccept(await send({ ...subject.carry(tokenOf(subject)), method }), method);
    }
  },
};
