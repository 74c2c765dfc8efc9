import { mustRefuseMethod } from '../../answer-checks.ts';
import { tokenOf } from '../username-token/username-token-subject.ts';
import type { JsonAuthCase } from './json-auth-subject.ts';

export const answersOtherMethods: JsonAuthCase = {
  name: 'answers-other-methods',
  sent: 'the right body with GET, PUT and DELETE',
  expected: 'each is refused, with a status from 400 to 499, or 501',
  why: 'A route that answers to every method answers to those that caches keep, that are sent again unasked, and that nobody tested.',
  source: 'Placetopay, Authentication (every request is a POST); RFC 9110, sections 15.5.6 and 15.6.2',
  level: 'required',
  async run(subject, { send }) {
    for (const method of ['GET', 'PUT', 'DELETE']) {
      if (method === subject.request.method) continue;
      mustRefuseMethod(await send({ ...subject.carry(tokenOf(subject)), method }), method);
    }
  },
};
