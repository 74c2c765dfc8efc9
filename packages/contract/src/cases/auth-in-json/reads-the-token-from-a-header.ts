import { mustRefuse } from '../../dialect.ts';
import { withHeaders } from '../../request.ts';
import { tokenOf } from '../username-token/username-token-subject.ts';
import { type JsonAuthCase, withJson } from './json-auth-subject.ts';

export const readsTheTokenFromAHeader: JsonAuthCase = {
  name: 'reads-the-token-from-a-header',
  sent: 'the right token in `X-WSSE`, in `auth` as JSON, and as a Basic pair, and a body without one',
  expected: 'each is refused as if no token had been sent',
  why: 'The body is the place. A server that reads several is one that something on the way can speak for.',
  source: 'Placetopay, Authentication',
  level: 'required',
  async run(subject, { send }) {
    const { request, fields, dialect, account } = subject;
    const { login, tranKey, nonce, seed } = tokenOf(subject);
    const wsse = `UsernameToken Username="${login}", PasswordDigest="${tranKey}", Nonce="${nonce}", Created="${seed}"`;
    for (const header of [
      ['X-WSSE', wsse],
      ['auth', JSON.stringify(tokenOf(subject))],
      ['Authorization', `Basic ${Buffer.from(`${account.id}:${account.secret}`).toString('base64')}`],
    ] as const) {
      const elsewhere = withHeaders(request, header);
      mustRefuse(dialect, await send(withJson({ request: elsewhere }, fields)), 'absent', header[0]);
    }
  },
};
