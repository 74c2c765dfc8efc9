import type { IncomingMessage } from 'node:http';
import { fault, type Mistake } from './mistake.ts';
import { isObject, memberOf, PARTS, refuse, rightSteps, type TokenSteps } from './token-server.ts';

const right = rightSteps();
const asJson = (bytes: Buffer, { headers }: IncomingMessage) =>
  right.parse(bytes, { headers: { ...headers, 'content-type': 'application/json' } } as IncomingMessage);

/** The query of a request, by name. */
const queryOf = ({ url = '' }: IncomingMessage) => new URL(url, 'http://localhost').searchParams;

const inBrackets = (form: URLSearchParams) =>
  form.has('auth[login]')
    ? Object.fromEntries(PARTS.map((part) => [part, form.get(`auth[${part}]`) ?? '']))
    : undefined;

const places: readonly Mistake<TokenSteps>[] = [
  {
    mistake: 'lets a request without auth through',
    steps: {
      refuse: (response, code, about) =>
        code === 100 ? void response.end('welcome') : right.refuse(response, code, about),
    },
    fails: [
      'lets-anybody-in',
      'fails-on-an-auth-that-is-none',
      'fails-on-a-body-that-is-no-object',
      'fails-on-what-is-no-json',
      'takes-json-by-another-name',
      'reads-auth-of-a-form',
      'takes-what-an-object-inherits',
      'takes-a-token-in-another-place',
      'reads-the-token-from-the-query',
      'reads-the-token-from-a-header',
      'chokes-on-deep-nesting',
      'answers-without-a-status-object',
    ],
  },
  {
    mistake: 'looks into whatever auth is',
    steps: {
      authIn: (body) => (right.authIn(body, never) === null ? fault('null') : right.authIn(body, never)),
    },
    fails: ['fails-on-an-auth-that-is-none'],
  },
  {
    mistake: 'finds a token in an array of one',
    steps: {
      authIn(body) {
        const auth = memberOf(body, 'auth');
        return Array.isArray(auth) ? auth[0] : auth;
      },
    },
    fails: ['fails-on-an-auth-that-is-none'],
  },
  {
    mistake: 'looks into whatever the body is',
    steps: { authIn: (body) => (body === null ? fault('null') : memberOf(body, 'auth')) },
    fails: ['fails-on-a-body-that-is-no-object'],
  },
  {
    mistake: 'fails on what is no JSON',
    steps: {
      parse: (bytes, request) =>
        /json/i.test(request.headers['content-type'] ?? '') &&
        request.headers['content-encoding'] === undefined
          ? JSON.parse(bytes.toString())
          : undefined,
    },
    fails: ['fails-on-what-is-no-json', 'fails-on-other-encodings'],
  },
  { mistake: 'reads JSON by any name', steps: { parse: asJson }, fails: ['takes-json-by-another-name'] },
  {
    mistake: 'makes objects of forms',
    steps: {
      parse: (bytes, request) =>
        request.headers['content-type'] === 'application/x-www-form-urlencoded'
          ? { auth: inBrackets(new URLSearchParams(bytes.toString())) }
          : right.parse(bytes, request),
    },
    fails: ['reads-auth-of-a-form'],
  },
  {
    mistake: 'fails on a charset that it does not know',
    steps: {
      parse(bytes, request) {
        const [, charset = 'utf-8'] = /charset=([\w-]+)/.exec(request.headers['content-type'] ?? '') ?? [];
        new TextDecoder(charset);
        return right.parse(bytes, request);
      },
    },
    fails: ['fails-on-other-encodings'],
  },
  {
    mistake: 'knows one way to write the content type',
    steps: {
      parse: (bytes, request) =>
        request.headers['content-type'] === 'application/json' ? right.parse(bytes, request) : undefined,
    },
    fails: ['wants-one-content-type'],
  },
  {
    mistake: 'finds what an object inherits',
    steps: {
      authIn: (body) => (isObject(body) ? (Object.assign({}, body) as { auth?: unknown }).auth : undefined),
      tokenIn: (auth) => {
        const merged = Object.assign({}, auth) as Record<string, unknown>;
        return right.tokenIn(Object.fromEntries(PARTS.map((part) => [part, merged[part]])));
      },
    },
    fails: ['takes-what-an-object-inherits'],
  },
  {
    mistake: 'looks for auth wherever it is',
    steps: {
      authIn: (body) =>
        memberOf(body, 'auth') ??
        (isObject(body)
          ? Object.values(body)
              .map((inner) => memberOf(inner, 'auth'))
              .find(isObject)
          : undefined),
    },
    fails: ['takes-what-an-object-inherits', 'takes-a-token-in-another-place'],
  },
  {
    mistake: 'takes the body for auth where it has none',
    steps: { authIn: (body) => memberOf(body, 'auth') ?? (memberOf(body, 'login') ? body : undefined) },
    fails: ['takes-a-token-in-another-place'],
  },
  {
    mistake: 'reads auth from the query, too',
    steps: { authIn: (body, request) => memberOf(body, 'auth') ?? inBrackets(queryOf(request)) },
    fails: ['reads-the-token-from-the-query'],
  },
  {
    mistake: 'reads auth from a header, too',
    steps: {
      authIn(body, { headers }) {
        return (
          memberOf(body, 'auth') ??
          (headers.auth === undefined ? undefined : JSON.parse(String(headers.auth)))
        );
      },
    },
    fails: ['reads-the-token-from-a-header'],
  },
  {
    mistake: 'takes the first of two members',
    steps: {
      parse(bytes, request) {
        const first = /^\{"auth":(\{[^{}]*\}),"auth":/.exec(bytes.toString())?.[1];
        return first === undefined ? right.parse(bytes, request) : { auth: JSON.parse(first) };
      },
    },
    fails: ['takes-the-first-of-two-tokens'],
  },
];

/** The parse of a request that has nothing but a body. */
const never = {} as IncomingMessage;

const shapes: readonly Mistake<TokenSteps>[] = [
  {
    mistake: 'makes a text of whatever a part is',
    steps: {
      tokenIn: (auth) =>
        right.tokenIn(Object.fromEntries(PARTS.map((part) => [part, String(memberOf(auth, part))]))),
    },
    fails: ['takes-a-token-without-all-its-parts', 'coerces-types', 'chokes-on-deep-nesting'],
  },
  {
    mistake: 'takes an array of one text for the text',
    steps: {
      tokenIn: (auth) =>
        right.tokenIn(Object.fromEntries(PARTS.map((part) => [part, [memberOf(auth, part)].flat()[0]]))),
    },
    fails: ['coerces-types'],
  },
  {
    mistake: 'takes parts for granted',
    steps: {
      tokenIn(auth) {
        const missing = PARTS.some((part) => memberOf(auth, part) === undefined);
        return missing ? fault('a part is missing') : right.tokenIn(auth);
      },
    },
    fails: ['takes-a-token-without-all-its-parts', 'takes-what-an-object-inherits'],
  },
  {
    mistake: 'takes an empty nonce',
    steps: {
      tokenIn(auth) {
        const filled = right.tokenIn({ ...auth, nonce: 'AAAA' });
        return memberOf(auth, 'nonce') === '' && filled ? { ...filled, nonce: '' } : right.tokenIn(auth);
      },
    },
    fails: ['takes-an-empty-nonce', 'takes-a-part-that-is-empty'],
  },
  {
    mistake: 'ends a login at NUL',
    steps: {
      tokenIn(auth) {
        const login = memberOf(auth, 'login');
        return right.tokenIn(typeof login === 'string' ? { ...auth, login: login.split('\0')[0] } : auth);
      },
    },
    fails: ['takes-control-characters'],
  },
  {
    mistake: 'refuses members that it does not know',
    steps: {
      tokenIn: (auth) => (Object.keys(auth).length === PARTS.length ? right.tokenIn(auth) : undefined),
    },
    fails: ['refuses-what-it-does-not-know'],
  },
  {
    mistake: 'answers to every method',
    steps: { takes: () => true },
    fails: ['answers-other-methods', 'answers-another-method-otherwise'],
  },
  {
    mistake: 'reads a body of any length',
    steps: {
      async read(request) {
        const chunks: Buffer[] = [];
        for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
        return Buffer.concat(chunks);
      },
    },
    fails: ['chokes-on-a-large-body', 'answers-without-a-status-object'],
  },
  {
    mistake: 'walks down a body by calling itself',
    steps: {
      parse(bytes, request) {
        const body = right.parse(bytes, request);
        depthOf(body);
        return body;
      },
    },
    fails: ['chokes-on-deep-nesting'],
  },
];

function depthOf(value: unknown): number {
  return typeof value === 'object' && value !== null
    ? 1 + Math.max(0, ...Object.values(value).map((inner) => depthOf(inner)))
    : 0;
}

const answers: readonly Mistake<TokenSteps>[] = [
  {
    mistake: 'answers with the code as the reason, and no message',
    steps: {
      refuse(response, code) {
        const status = code < 200 ? 401 : code;
        response.setHeader('Cache-Control', 'no-store').setHeader('Content-Type', 'application/json');
        if (status === 401)
          response.setHeader('WWW-Authenticate', 'WSSE realm="test", profile="UsernameToken"');
        if (status === 405) response.setHeader('Allow', 'POST');
        response.writeHead(status).end(JSON.stringify({ status: { status: 'FAILED', reason: code } }));
      },
    },
    fails: ['answers-without-a-status-object', 'speaks-another-language'],
  },
  {
    mistake: 'answers what is no matter of the token in words',
    steps: {
      refuse: (response, code, about) =>
        code < 400 ? right.refuse(response, code, about) : void response.writeHead(code).end('no'),
    },
    fails: ['answers-without-a-status-object', 'answers-another-method-otherwise'],
  },
  {
    mistake: 'does not know another method',
    steps: {
      refuse: (response, code, about) => right.refuse(response, code === 405 ? 404 : code, about),
    },
    fails: ['answers-another-method-otherwise'],
  },
  {
    mistake: 'challenges in the name of another scheme',
    steps: {
      refuse: (response, code, { body }) => refuse(response, code, body, { challenge: 'Basic realm="test"' }),
    },
    fails: ['names-no-challenge'],
  },
  {
    mistake: 'speaks Spanish alone',
    steps: { refuse: (response, code) => right.refuse(response, code, {}) },
    fails: ['speaks-another-language'],
  },
  {
    mistake: 'takes a locale for a text',
    steps: {
      refuse(response, code, about) {
        const locale = memberOf(about.body, 'locale') ?? '';
        if (typeof locale !== 'string') fault('no text');
        right.refuse(response, code, about);
      },
    },
    fails: ['fails-on-a-locale-that-is-none'],
  },
];

/** Mistakes about the `auth` of a JSON body, and about what a refusal says. */
export const aboutAuth: readonly Mistake<TokenSteps>[] = [...places, ...shapes, ...answers];
