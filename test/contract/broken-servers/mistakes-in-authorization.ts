import { fault, type Mistake } from './mistake.ts';
import {
  absent,
  basicIn,
  fromAuthorization,
  malformed,
  type PairSteps,
  refuse,
  text,
} from './pair-server.ts';

/** Mistakes about Basic. */
export const inAuthorization: readonly Mistake<PairSteps>[] = [
  {
    mistake: 'looks at the first header of two',
    steps: { presented: ({ headersDistinct }) => basicIn(headersDistinct.authorization?.[0]) },
    fails: ['takes-one-of-two-credentials', 'takes-a-credential-twice'],
  },
  {
    mistake: 'looks at the last header of two',
    steps: { presented: ({ headersDistinct }) => basicIn(headersDistinct.authorization?.at(-1)) },
    fails: ['takes-one-of-two-credentials', 'takes-a-credential-twice'],
  },
  {
    mistake: 'looks for the header in one case',
    steps: {
      presented({ rawHeaders }) {
        const values = rawHeaders.filter(
          (_, place) => place % 2 === 1 && rawHeaders[place - 1] === 'Authorization',
        );
        return values.length > 1 ? malformed : basicIn(values[0]);
      },
    },
    fails: ['wants-the-header-in-one-case'],
  },
  {
    mistake: 'takes the pair from the query, too',
    steps: {
      presented(request) {
        const query = new URL(request.url ?? '', 'http://localhost').searchParams;
        const [id, secret] = [query.get('username'), query.get('password')];
        return id && secret
          ? text(Buffer.from(`${id}:${secret}`).toString('base64'))
          : fromAuthorization(request);
      },
    },
    fails: ['takes-the-pair-from-the-query'],
  },
  {
    mistake: 'wants the scheme as it is written in the RFC',
    steps: {
      presented: (request) =>
        /^Basic( |$)/.test(request.headers.authorization ?? '') ? fromAuthorization(request) : absent,
    },
    fails: ['wants-the-scheme-in-one-case'],
  },
  {
    mistake: 'looks for the word anywhere in the scheme',
    steps: {
      presented: (request) => {
        const { headersDistinct } = request;
        const [value = ''] = headersDistinct.authorization ?? [];
        const loose = /^\w*basic\w* +(.*)$/i.exec(value);
        return loose && headersDistinct.authorization?.length === 1
          ? text(loose[1] ?? '')
          : fromAuthorization(request);
      },
    },
    fails: ['takes-another-scheme'],
  },
  {
    mistake: 'takes what follows the scheme for granted',
    steps: {
      presented: (request) =>
        request.headers.authorization?.trim().toLowerCase() === 'basic'
          ? fault('no second word')
          : fromAuthorization(request),
    },
    fails: ['fails-on-a-scheme-alone'],
  },
  {
    mistake: 'takes Proxy-Authorization, too',
    steps: {
      presented: (request) =>
        request.headers['proxy-authorization']
          ? basicIn(request.headers['proxy-authorization'])
          : fromAuthorization(request),
    },
    fails: ['takes-proxy-authorization'],
  },
  {
    mistake: 'sends no challenge',
    steps: {
      refuse: (response, status) =>
        void response.writeHead(status, { 'Cache-Control': 'no-store' }).end('no'),
    },
    fails: ['lets-anybody-in', 'names-no-realm', 'names-no-charset'],
  },
  {
    mistake: 'challenges who sends nothing alone',
    steps: {
      refuse: (response, status, { why }) =>
        why === 'absent'
          ? refuse(response, status)
          : void response.writeHead(status, { 'Cache-Control': 'no-store' }).end('no'),
    },
    fails: ['names-no-realm'],
  },
  {
    mistake: 'names no realm',
    steps: { refuse: (response, status) => refuse(response, status, { challenge: 'Basic charset="UTF-8"' }) },
    fails: ['names-no-realm'],
  },
  {
    mistake: 'names no charset',
    steps: { refuse: (response, status) => refuse(response, status, { challenge: 'Basic realm="test"' }) },
    fails: ['names-no-charset'],
  },
];
