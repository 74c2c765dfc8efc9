import { CaseFailed } from '../../contract-case.ts';
import { statusObjectFlaw } from '../../profiles/placetopay-answers.ts';
import { type JsonAuthCase, withJson } from '../auth-in-json/json-auth-subject.ts';
import { tokenOf } from '../username-token/username-token-subject.ts';

export const answersWithoutAStatusObject: JsonAuthCase = {
  name: 'answers-without-a-status-object',
  sent: 'a request without `auth`, one with a wrong token, one with another method, one that is too large, and one to a path that is none',
  expected:
    'each is answered with JSON: `status` with FAILED, the HTTP status as the reason, a message and a date',
  why: 'Clients read `status` of every answer, whatever its HTTP status, and fail with an error of their own where there is none.',
  source: 'Placetopay, Authentication (errors)',
  level: 'required',
  async run(subject, { send }) {
    const { request } = subject;
    const large = { auth: { ...tokenOf(subject), additional: 'x'.repeat(1_000_000) } };
    const wrong = await send(withJson(subject, { auth: tokenOf(subject, { secret: 'no-such-secret' }) }));
    // That it is refused is another case's matter.
    const flawOfWrong = wrong.status < 400 ? undefined : statusObjectFlaw(wrong);
    if (flawOfWrong) throw new CaseFailed(`a wrong token: ${flawOfWrong}`);
    for (const [what, sent] of [
      ['no auth', withJson(subject, {})],
      ['another method', { ...request, method: 'GET' }],
      ['a body that is too large', withJson(subject, large)],
      ['a path that is none', withJson({ request: { ...request, path: '/api/no-such-path' } }, {})],
    ] as const) {
      const answer = await send(sent);
      const flaw = answer.status < 400 ? `it was answered ${answer.status}` : statusObjectFlaw(answer);
      if (flaw) throw new CaseFailed(`${what}: ${flaw}`);
    }
  },
};
