import { mustAccept } from '../../dialect.ts';
import { withHeaders } from '../../request.ts';
import { type PairCase, withPair } from '../pair/pair-subject.ts';

export const refusesWhatItsClientsSend: PairCase = {
  name: 'refuses-what-its-clients-send',
  sent: 'the right pair as the provider’s clients send it: with a slash at the end of the path and without, `Content-Type` and `Content-Length: 0` on a GET',
  expected: 'each is accepted',
  why: 'The PHP client sends the slash, the .NET client does not, and both say of what type their empty body is.',
  source: 'Smart2Pay, SDKs for PHP and .NET',
  level: 'required',
  async run(subject, { send }) {
    const { account, request } = subject;
    const [path = '', ...query] = request.path.split('?');
    const bare = path.replace(/\/$/, '');
    for (const other of [bare, `${bare}/`]) {
      const sent = withPair(
        { ...subject, request: { ...request, path: [other, ...query].join('?') } },
        account,
      );
      const described = withHeaders(
        sent,
        ['Content-Type', 'application/json; charset=utf-8'],
        ['Content-Length', '0'],
      );
      mustAccept(subject.dialect, await send(sent), `«${other}»`);
      mustAccept(subject.dialect, await send(described), `«${other}» with an empty body`);
    }
  },
};
