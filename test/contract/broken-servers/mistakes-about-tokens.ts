import { createHmac, createPublicKey, type JsonWebKey, verify } from 'node:crypto';
import { basename } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { type BearerSteps, bearerIn, type Json, keyPair, rightSteps as right } from './bearer-server.ts';
import { fault, type Mistake } from './mistake.ts';

const pem = keyPair.publicKey.export({ type: 'spki', format: 'pem' }).toString();
const query = (url = '') => new URL(url, 'http://localhost').searchParams;

/** Mistakes about the header, the form of a token, its algorithm, key and signature. */
export const aboutTokens: readonly Mistake<BearerSteps>[] = [
  {
    mistake: 'wants the scheme as it is written in the RFC',
    steps: {
      presented: (request) =>
        /^Bearer( |$)/.test(request.headers.authorization ?? '')
          ? right.presented(request)
          : { kind: 'absent' },
    },
    fails: ['wants-bearer-in-one-case'],
  },
  {
    mistake: 'takes what follows the scheme for granted',
    steps: {
      presented: (request) =>
        request.headers.authorization?.trim() === 'Bearer'
          ? fault('no second word')
          : right.presented(request),
    },
    fails: ['fails-on-a-scheme-alone'],
  },
  {
    mistake: 'looks at the first of several words',
    steps: {
      presented({ headersDistinct: { authorization = [] } }) {
        const [first = ''] = authorization;
        if (authorization.length > 1) return { kind: 'malformed' };
        return bearerIn(first.split(/[ ,]+/, 2).join(' '));
      },
    },
    fails: ['takes-more-than-a-token'],
  },
  {
    mistake: 'looks at the first header of two',
    steps: { presented: ({ headersDistinct }) => bearerIn(headersDistinct.authorization?.[0] ?? '') },
    fails: ['takes-one-of-two-tokens'],
  },
  {
    mistake: 'looks at the last header of two',
    steps: { presented: ({ headersDistinct }) => bearerIn(headersDistinct.authorization?.at(-1) ?? '') },
    fails: ['takes-one-of-two-tokens'],
  },
  {
    mistake: 'takes a token from the query, too',
    steps: {
      presented(request) {
        const token = query(request.url).get('access_token');
        return token ? { kind: 'token', token } : right.presented(request);
      },
    },
    fails: ['takes-a-token-from-the-query'],
  },
  {
    mistake: 'takes a token from a form, too',
    steps: {
      async presented(request) {
        const token = new URLSearchParams(await textOf(request)).get('access_token');
        return token ? { kind: 'token', token } : right.presented(request);
      },
    },
    fails: ['takes-a-token-from-the-body'],
  },
  {
    mistake: 'takes a token without a scheme',
    steps: {
      presented(request) {
        const [value = '', ...others] = request.headersDistinct.authorization ?? [];
        const bare = value !== '' && others.length === 0 && !/\s/.test(value) && value.includes('.');
        return bare ? { kind: 'token', token: value } : right.presented(request);
      },
    },
    fails: ['takes-a-token-without-a-scheme'],
  },
  {
    mistake: 'drops whatever word comes first',
    steps: {
      presented(request) {
        const [value = '', ...others] = request.headersDistinct.authorization ?? [];
        return others.length > 0 || value.split(/[ ,]+/).length > 2
          ? { kind: 'malformed' }
          : bearerIn(value.replace(/^\w+(?= )/, 'Bearer'));
      },
    },
    fails: ['takes-another-scheme'],
  },
  {
    mistake: 'fails where a part is no JSON',
    steps: { json: (bytes) => JSON.parse(bytes.toString('utf8')) as Json },
    fails: ['fails-on-what-is-no-token', 'chokes-on-a-long-token'],
  },
  {
    mistake: 'looks at the first three parts',
    steps: { split: (token) => token.split('.', 3) },
    fails: ['takes-a-token-of-more-parts'],
  },
  {
    mistake: 'fails where there is much to read',
    steps: { split: (token) => (token.length > 3_000 ? fault('too long') : right.split(token)) },
    fails: ['chokes-on-a-long-token'],
  },
  {
    mistake: 'decodes base64url leniently',
    steps: { decode: (part) => Buffer.from(part, 'base64url') },
    fails: ['takes-two-spellings-of-a-token'],
  },
  {
    mistake: 'takes a token that says it is not signed',
    steps: {
      mayUse: (header) => isNone(header) || right.mayUse(header),
      holds: (token, key) => isNone(token.header) || right.holds(token, key),
    },
    fails: ['takes-alg-none'],
  },
  {
    mistake: 'lets the token choose the hash',
    steps: {
      mayUse: ({ alg }) => /^ES\d+$/.test(String(alg)),
      holds: ({ header, input, signature }, key) =>
        verify(
          `sha${String(header.alg).slice(2)}`,
          Buffer.from(input),
          { key, dsaEncoding: 'ieee-p1363' },
          signature,
        ),
    },
    fails: ['takes-another-algorithm', 'takes-an-unknown-crit'],
  },
  {
    mistake: 'lets the token choose between a public key and a secret',
    steps: {
      mayUse: (header) => header.alg === 'HS256' || right.mayUse(header),
      holds: (token, key) =>
        token.header.alg === 'HS256'
          ? createHmac('sha256', pem).update(token.input).digest().equals(token.signature)
          : right.holds(token, key),
    },
    fails: ['takes-the-public-key-for-a-secret'],
  },
  {
    mistake: 'takes a token that has no signature',
    steps: {
      split: (token) => right.split(token) ?? right.split(`${token}.`),
      holds: (token, key) => token.signature.length === 0 || right.holds(token, key),
    },
    fails: ['takes-a-token-without-signature'],
  },
  {
    mistake: 'takes a signature of zeros',
    steps: { holds: (token, key) => token.signature.every((byte) => byte === 0) || right.holds(token, key) },
    fails: ['takes-a-token-without-signature'],
  },
  {
    mistake: 'looks at the beginning of a signature',
    steps: {
      holds: (token, key) => right.holds({ ...token, signature: token.signature.subarray(0, 64) }, key),
    },
    fails: ['takes-a-part-of-a-signature'],
  },
  {
    mistake: 'verifies no signature',
    steps: { holds: () => true },
    fails: [
      'takes-a-token-without-signature',
      'takes-a-part-of-a-signature',
      'takes-altered-claims',
      'takes-the-key-of-another',
      'takes-the-key-from-the-token',
      'fetches-a-key',
      'repeats-what-was-sent',
      'names-no-error',
    ],
  },
  {
    mistake: 'takes the key from the header of the token',
    steps: {
      keyOf: (header) =>
        header.jwk ? createPublicKey({ key: header.jwk as JsonWebKey, format: 'jwk' }) : right.keyOf(header),
    },
    fails: ['takes-the-key-from-the-token'],
  },
  {
    mistake: 'believes the key that it fetches',
    steps: {
      async keyOf(header) {
        if (!header.jku) return right.keyOf(header);
        const { keys } = (await (await fetch(String(header.jku))).json()) as { keys: [JsonWebKey] };
        return createPublicKey({ key: keys[0], format: 'jwk' });
      },
    },
    fails: ['fetches-a-key'],
  },
  {
    mistake: 'fetches a key, and takes none',
    steps: {
      async keyOf(header) {
        const address = header.jku ?? header.x5u;
        if (address) await fetch(String(address)).catch(() => undefined);
        return right.keyOf(header);
      },
    },
    fails: ['fetches-a-key'],
  },
  {
    mistake: 'ignores what is critical',
    steps: { mayUse: ({ alg }) => alg === 'ES256' },
    fails: ['takes-an-unknown-crit'],
  },
  {
    mistake: 'takes the key that there is for one that is not',
    steps: { keyOf: (header) => right.keyOf(header) ?? keyPair.publicKey },
    fails: ['takes-an-unknown-kid', 'takes-a-kid-for-a-path', 'takes-a-token-without-kid'],
  },
  {
    mistake: 'looks for the key in a folder',
    steps: { keyOf: ({ kid }) => right.keyOf({ kid: kid === undefined ? kid : basename(String(kid)) }) },
    fails: ['takes-a-kid-for-a-path'],
  },
  {
    mistake: 'repeats the token',
    steps: {
      refuse: (response, refusal, token) => {
        response.setHeader('X-Refused', token);
        right.refuse(response, refusal, token);
      },
    },
    fails: ['repeats-what-was-sent'],
  },
  {
    mistake: 'names no error',
    steps: { refuse: (response, refusal) => right.refuse(response, { ...refusal, error: '' }, '') },
    fails: ['names-no-error'],
  },
];

function isNone({ alg }: Json): boolean {
  return String(alg).toLowerCase() === 'none';
}
