import { expect, test } from 'vitest';
import { mustLookAlike } from './look-alike.ts';
import type { Answer } from './request.ts';

const answer = (text: string, headers: Record<string, string> = {}, status = 401): Answer => ({
  status,
  headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
  text,
  json: undefined,
  milliseconds: 1,
});

const compared = (one: Answer, other: Answer, again: Answer) => () =>
  mustLookAlike(one, other, again, 'they');

test.each<{ what: string; answers: [Answer, Answer, Answer] }>([
  { what: 'nothing', answers: [answer('no'), answer('no'), answer('no')] },
  {
    what: 'the name of the request, in the body and in a header',
    answers: [
      answer('{"requestId":"req_1f"}', { 'x-correlation-id': 'a' }),
      answer('{"requestId":"req_2e"}', { 'x-correlation-id': 'b' }),
      answer('{"requestId":"req_3d"}', { 'x-correlation-id': 'c' }),
    ],
  },
  {
    what: 'a counter',
    answers: ['9', '8', '7'].map((left) => answer('no', { 'ratelimit-remaining': left })) as [
      Answer,
      Answer,
      Answer,
    ],
  },
  {
    what: 'a time of another length',
    answers: [
      answer('at 1.25 s', { 'content-length': '9' }),
      answer('at 1.3 s', { 'content-length': '8' }),
      answer('at 1.35 s', { 'content-length': '9' }),
    ],
  },
])('what differs from answer to answer tells nothing: $what', ({ answers }) => {
  expect(compared(...answers)).not.toThrow();
});

test.each<{ what: string; answers: [Answer, Answer, Answer]; told: string }>([
  {
    what: 'the status',
    answers: [answer('no', {}, 401), answer('no', {}, 403), answer('no', {}, 401)],
    told: 'status 401 is not 403',
  },
  {
    what: 'a word of the body, beside one that always differs',
    answers: [answer('wrong secret (1)'), answer('no such account (2)'), answer('wrong secret (3)')],
    told: '«wrong secret (1)» is not «no such account (2)»',
  },
  {
    what: 'one word in place of another',
    answers: [answer('secret 1'), answer('account 2'), answer('secret 3')],
    told: '«secret 1» is not «account 2»',
  },
  {
    what: 'a header that one of them lacks, even if its value always differs',
    answers: [answer('no', { 'attempts-left': '4' }), answer('no'), answer('no', { 'attempts-left': '3' })],
    told: 'attempts-left «4» is not none',
  },
  {
    what: 'the length that is all there is of a body',
    answers: [
      answer('', { 'content-length': '5' }),
      answer('', { 'content-length': '6' }),
      answer('', { 'content-length': '5' }),
    ],
    told: 'content-length «5» is not «6»',
  },
])('what tells one from the other fails: $what', ({ answers, told }) => {
  expect(compared(...answers)).toThrow(`they must look the same from outside: ${told}`);
});

test('a long answer is told by its beginning', () => {
  const [one, other] = [answer('a'.repeat(10_000)), answer('b'.repeat(10_000))];
  expect(compared(one, other, one)).toThrow(
    `they must look the same from outside: «${'a'.repeat(200)}» is not «${'b'.repeat(200)}»`,
  );
});
