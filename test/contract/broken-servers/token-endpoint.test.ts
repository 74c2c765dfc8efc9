import { expect, test } from 'vitest';
import { failuresIn, reportOn, unfailed } from './matrix.ts';
import { fault, type Mistake } from './mistake.ts';
import {
  pairIn,
  rightSteps as right,
  type TokenEndpointSteps,
  tokenEndpointCredentials,
  tokenEndpointServer,
} from './token-endpoint-server.ts';

const withoutHeader = (name: string, only: (status: number) => boolean) => ({
  headers(status: number) {
    const headers = { ...right.headers(status) };
    if (only(status)) delete headers[name];
    return headers;
  },
});

const issuing = (change: (said: Record<string, unknown>) => object) => ({
  issued: (form: URLSearchParams) => ({ ...change({ ...right.issued(form) }) }),
});

const mistakes: readonly Mistake<TokenEndpointSteps>[] = [
  {
    mistake: 'refuses everything',
    steps: { client: () => undefined },
    fails: [
      'refuses-the-right-client',
      'answers-with-another-status',
      'answers-in-another-type',
      'names-no-token-type',
      'says-no-lifetime',
      'answers-with-nulls',
      'lets-tokens-be-cached',
      'gives-the-same-token-twice',
      'refuses-a-form-encoded-pair',
      'takes-two-authentications',
      'needs-no-grant-type',
      'takes-any-grant-type',
      'takes-a-parameter-twice',
      'stumbles-over-a-parameter',
      'grants-an-unknown-scope',
      'takes-a-json-body',
      'refuses-a-charset',
    ],
  },
  { mistake: 'answers 201', steps: { status: 201 }, fails: ['answers-with-another-status'] },
  {
    mistake: 'answers as text',
    steps: { headers: (status) => ({ ...right.headers(status), 'Content-Type': 'text/html' }) },
    fails: ['answers-in-another-type'],
  },
  {
    mistake: 'leaves out token_type',
    steps: issuing(({ token_type, ...said }) => said),
    fails: ['names-no-token-type'],
  },
  {
    mistake: 'says the lifetime as a text',
    steps: issuing((said) => ({ ...said, expires_in: '600' })),
    fails: ['says-no-lifetime'],
  },
  {
    mistake: 'says another lifetime than the documented one',
    steps: issuing((said) => ({ ...said, expires_in: 3600 })),
    fails: ['says-no-lifetime'],
  },
  {
    mistake: 'says null where there is nothing to say',
    steps: issuing((said) => ({ ...said, refresh_token: null })),
    fails: ['answers-with-nulls'],
  },
  {
    mistake: 'lets tokens be cached',
    steps: withoutHeader('Cache-Control', (status) => status === 200),
    fails: ['lets-tokens-be-cached'],
  },
  {
    mistake: 'lets refusals be cached',
    steps: withoutHeader('Cache-Control', (status) => status !== 200),
    fails: ['lets-refusals-be-cached'],
  },
  {
    mistake: 'gives one token to everybody',
    steps: issuing((said) => ({ ...said, access_token: 'the-token' })),
    fails: ['gives-the-same-token-twice'],
  },
  {
    mistake: 'compares as much of the secret as was sent',
    steps: { matches: (known, { id, secret }) => known.id === id && known.secret.startsWith(secret) },
    fails: ['accepts-a-wrong-secret'],
  },
  {
    mistake: 'sends no challenge',
    steps: withoutHeader('WWW-Authenticate', (status) => status === 401),
    fails: [
      'accepts-a-wrong-secret',
      'tells-clients-from-secrets',
      'lets-anybody-in',
      'lets-inactive-clients-in',
      'takes-the-client-from-the-query',
      'takes-the-client-from-the-body',
    ],
  },
  {
    mistake: 'says which clients there are',
    steps: { refusal: ({ error }, client) => ({ error, client: client?.id }) },
    fails: ['tells-clients-from-secrets'],
  },
  {
    mistake: 'takes nobody for the first client',
    steps: {
      client: (request, form) =>
        request.headers.authorization ? right.client(request, form) : tokenEndpointCredentials.client,
    },
    fails: ['lets-anybody-in', 'takes-the-client-from-the-query', 'takes-the-client-from-the-body'],
  },
  {
    mistake: 'does not look at whether a client is active',
    steps: { isActive: () => true },
    fails: ['lets-inactive-clients-in'],
  },
  {
    mistake: 'decodes no form-encoded pair',
    steps: { meant: (client) => [client] },
    fails: ['refuses-a-form-encoded-pair'],
  },
  {
    mistake: 'ignores a second client',
    steps: {
      problem(form) {
        form.delete('client_secret');
        return right.problem(form);
      },
    },
    fails: ['takes-two-authentications'],
  },
  {
    mistake: 'takes the client from the query, too',
    steps: {
      client: (request, form) =>
        right.client(request, form) ?? clientIn(new URL(request.url ?? '', 'http://localhost').searchParams),
    },
    fails: ['takes-the-client-from-the-query'],
  },
  {
    mistake: 'takes the client from the body, too',
    steps: {
      client: (request, form) => right.client(request, form) ?? clientIn(form),
      problem(form) {
        if (form.get('client_id') === 'client_1') form.delete('client_secret');
        return right.problem(form);
      },
    },
    fails: ['takes-the-client-from-the-body', 'takes-two-authentications'],
  },
  {
    mistake: 'needs no grant type',
    steps: { problem: (form) => right.problem(form.get('grant_type') ? form : granted(form)) },
    fails: ['needs-no-grant-type'],
  },
  {
    mistake: 'takes any grant type',
    steps: {
      problem(form) {
        const problem = right.problem(form);
        return problem === 'unsupported_grant_type' ? undefined : problem;
      },
    },
    fails: ['takes-any-grant-type'],
  },
  {
    mistake: 'looks at the first of two parameters',
    steps: { problem: (form) => right.problem(new URLSearchParams(Object.fromEntries([...form].reverse()))) },
    fails: ['takes-a-parameter-twice'],
  },
  {
    mistake: 'keeps parameters in a plain object',
    steps: { problem: (form) => (form.has('__proto__') ? fault('not a parameter') : right.problem(form)) },
    fails: ['stumbles-over-a-parameter'],
  },
  {
    mistake: 'grants whatever scope is asked for',
    steps: {
      problem(form) {
        const problem = right.problem(form);
        return problem === 'invalid_scope' ? undefined : problem;
      },
      issued: (form) => ({ ...right.issued(form), ...(form.has('scope') && { scope: form.get('scope') }) }),
    },
    fails: ['grants-an-unknown-scope'],
  },
  {
    mistake: 'takes a JSON body, too',
    steps: {
      form: (request, body) =>
        request.headers['content-type'] === 'application/json'
          ? new URLSearchParams(JSON.parse(body) as Record<string, string>)
          : right.form(request, body),
    },
    fails: ['takes-a-json-body'],
  },
  {
    mistake: 'compares the content type as a text',
    steps: {
      form: (request, body) =>
        request.headers['content-type'] === 'application/x-www-form-urlencoded'
          ? right.form(request, body)
          : undefined,
    },
    fails: ['refuses-a-charset'],
  },
  {
    mistake: 'answers GET',
    steps: {
      isMethod: (method) => method === 'POST' || method === 'GET',
      form: (request, body) =>
        request.method === 'GET'
          ? new URL(request.url ?? '', 'http://localhost').searchParams
          : right.form(request, body),
    },
    fails: ['answers-get'],
  },
  {
    mistake: 'looks at the first header of two',
    steps: {
      client({ headersDistinct: { authorization = [] } }) {
        const [, encoded] = /^basic +(\S+)$/i.exec(authorization[0] ?? '') ?? [];
        return encoded === undefined ? undefined : pairIn(encoded);
      },
    },
    fails: ['takes-one-of-two-clients'],
  },
  {
    mistake: 'fails where there is much to read',
    steps: {
      limit: 1_000_000,
      form: (request, body) => (body.length > 10_000 ? fault('too long') : right.form(request, body)),
    },
    fails: ['chokes-on-a-long-body'],
  },
  {
    mistake: 'repeats the secret',
    steps: { refusal: ({ error }, client) => ({ error, secret: client?.secret }) },
    fails: ['repeats-what-was-sent'],
  },
];

const failuresOf = async (steps: Partial<TokenEndpointSteps> = {}) =>
  failuresIn(await reportOn(tokenEndpointServer(steps), 'token-endpoint', tokenEndpointCredentials));

test('a server without a mistake fails nothing', async () => {
  expect(await failuresOf()).toEqual([]);
});

test.each(mistakes)('a server that $mistake fails what names that mistake', async ({ steps, fails }) => {
  expect((await failuresOf(steps)).sort()).toEqual([...fails].sort());
});

test('every case has a server that fails it', () => {
  expect(unfailed('token-endpoint', mistakes)).toEqual([]);
});

function clientIn(parameters: URLSearchParams) {
  const id = parameters.get('client_id');
  return id === null ? undefined : { id, secret: parameters.get('client_secret') ?? '' };
}

function granted(form: URLSearchParams): URLSearchParams {
  form.set('grant_type', 'client_credentials');
  return form;
}
