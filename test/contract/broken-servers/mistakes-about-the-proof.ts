import type { Mistake } from './mistake.ts';
import {
  accounts,
  canonical,
  made,
  type ReadToken,
  rightSteps,
  sameBytes,
  type TokenAccount,
  type TokenSteps,
} from './token-server.ts';

const right = rightSteps();
const lenient = (text: string) => Buffer.from(text, 'base64');

/** Right, or proven by one of these other preimages. */
function orOver(
  ...preimages: readonly ((token: ReadToken, account: TokenAccount) => (string | Uint8Array)[])[]
): TokenSteps['proves'] {
  return (token, account) =>
    right.proves(token, account) ||
    preimages.some((preimage) => sameBytes(token.digest, made('sha256', ...preimage(token, account))));
}

/** Mistakes about whom a token belongs to, and whether it does. */
export const aboutTheProof: readonly Mistake<TokenSteps>[] = [
  {
    mistake: 'takes every token for a used one',
    steps: { claim: () => false },
    fails: [
      'refuses-the-right-token',
      'refuses-sha-1-of-a-legacy-account',
      'accepts-a-replay',
      'accepts-a-race',
      'takes-a-used-token-in-another-spelling',
      'takes-a-moved-boundary',
      'burns-a-token-before-the-proof',
      'remembers-the-nonce-alone',
      'shares-nonces-between-accounts',
      'mixes-up-requests',
      'refuses-a-seed-of-four-minutes-ago',
      'refuses-a-seed-four-minutes-ahead',
      'wants-one-form-of-zone',
      'refuses-fractions-of-a-second',
      'wants-seconds',
      'wants-a-long-nonce',
      'reads-the-nonce-as-text',
      'decodes-the-nonce-twice',
      'fails-on-other-encodings',
      'wants-one-content-type',
      'refuses-what-it-does-not-know',
      'chokes-on-deep-nesting',
    ],
  },
  {
    mistake: 'never looks at the digest',
    steps: { proves: () => true },
    fails: [
      'accepts-a-wrong-secret',
      'accepts-the-secret-of-another',
      'takes-a-part-of-the-tran-key',
      'compares-without-case',
      'takes-the-secret-itself',
      'leaves-out-the-secret',
      'takes-any-digest-by-its-length',
      'takes-hexadecimal',
      'hashes-the-encoded-nonce',
      'takes-another-order',
      'tries-white-space-around-the-secret',
      'burns-a-token-before-the-proof',
      'mixes-up-requests',
      'hashes-the-instant-of-a-seed',
      'tells-strangers-of-an-account',
      'looks-at-the-seed-before-the-proof',
      'lets-refusals-be-cached',
      'takes-the-first-of-two-tokens',
      'speaks-another-language',
      'fails-on-a-locale-that-is-none',
    ],
  },
  {
    mistake: 'takes the digest of any account',
    steps: { proves: (token) => accounts.some((one) => right.proves(token, one)) },
    fails: ['accepts-the-secret-of-another'],
  },
  {
    mistake: 'makes an empty account of a login that it does not know',
    steps: { find: (login) => right.find(login) ?? { id: login, secret: '', digests: ['sha256'] } },
    fails: [
      'lets-strangers-in',
      'finds-what-an-object-inherits',
      'folds-the-case-of-a-login',
      'trims-the-login',
      'takes-a-lookalike-login',
      'swaps-login-and-secret',
      'looks-at-the-seed-before-the-proof',
      'takes-the-first-of-two-tokens',
    ],
  },
  {
    mistake: 'looks accounts up in an object',
    steps: { find: (login) => Object.fromEntries(accounts.map((one) => [one.id, one]))[login] },
    fails: ['finds-what-an-object-inherits'],
  },
  {
    mistake: 'folds the case of logins',
    steps: { find: (login) => accounts.find(({ id }) => id.toLowerCase() === login.toLowerCase()) },
    fails: ['folds-the-case-of-a-login'],
  },
  {
    mistake: 'trims logins',
    steps: { find: (login) => right.find(login.trim()) },
    fails: ['trims-the-login'],
  },
  {
    mistake: 'normalizes logins',
    steps: { find: (login) => right.find(login.normalize('NFKC')) },
    fails: ['takes-a-lookalike-login'],
  },
  {
    mistake: 'finds an account by its secret',
    steps: {
      find(login) {
        const other = accounts.find(({ secret }) => secret === login);
        return right.find(login) ?? (other && { ...other, secret: other.id });
      },
    },
    fails: ['swaps-login-and-secret'],
  },
  {
    mistake: 'compares as much of the digest as was sent',
    steps: {
      proves({ digest, nonceBytes, seed, ...token }, of) {
        const expected = made('sha256', nonceBytes, seed, of.secret);
        const length = Math.min(digest.length, expected.length);
        return (
          digest.subarray(0, length).equals(expected.subarray(0, length)) ||
          right.proves({ digest, nonceBytes, seed, ...token }, of)
        );
      },
    },
    fails: ['takes-a-part-of-the-tran-key'],
  },
  {
    mistake: 'takes a tranKey of nothing',
    steps: {
      tokenIn(auth) {
        const filled = right.tokenIn({ ...auth, tranKey: 'AAAA' });
        return 'tranKey' in auth && auth.tranKey === '' && filled
          ? { ...filled, tranKey: '' }
          : right.tokenIn(auth);
      },
      proves: (token, of) => token.tranKey === '' || right.proves(token, of),
    },
    fails: ['takes-an-empty-tran-key', 'takes-a-part-that-is-empty'],
  },
  {
    mistake: 'compares digests in any case',
    steps: {
      proves({ tranKey, digest, nonceBytes, seed }, { secret }) {
        const expected = made(digest.length === 20 ? 'sha1' : 'sha256', nonceBytes, seed, secret);
        return tranKey.toLowerCase() === expected.toString('base64').toLowerCase();
      },
    },
    fails: ['compares-without-case'],
  },
  {
    mistake: 'takes the secret for a digest',
    steps: {
      decodeDigest: (text) => canonical(text) ?? (/^\w+$/.test(text) ? lenient(text) : undefined),
      proves: (token, of) =>
        token.tranKey === of.secret || token.digest.toString() === of.secret || right.proves(token, of),
    },
    fails: ['takes-the-secret-itself'],
  },
  {
    mistake: 'takes a digest over nonce and seed alone',
    steps: { proves: orOver(({ nonceBytes, seed }) => [nonceBytes, seed]) },
    fails: ['accepts-a-wrong-secret', 'leaves-out-the-secret'],
  },
  {
    mistake: 'takes SHA-1 from everybody',
    steps: { allows: () => true },
    fails: ['takes-sha-1-from-everybody'],
  },
  {
    mistake: 'takes SHA-256 alone',
    steps: { allows: (_, { digest }) => digest.length === 32 },
    fails: ['refuses-sha-1-of-a-legacy-account'],
  },
  {
    mistake: 'takes whatever digest is as long',
    steps: {
      proves(token, of) {
        const algorithm = { 16: 'md5', 28: 'sha224', 48: 'sha384', 64: 'sha512' }[token.digest.length];
        const { digest, nonceBytes, seed } = token;
        return algorithm
          ? sameBytes(digest, made(algorithm, nonceBytes, seed, of.secret))
          : right.proves(token, of);
      },
    },
    fails: ['takes-any-digest-by-its-length'],
  },
  {
    mistake: 'takes digests in hexadecimal',
    steps: {
      decodeDigest: (text) => (/^[0-9a-f]{64}$/.test(text) ? Buffer.from(text, 'hex') : canonical(text)),
    },
    fails: ['takes-hexadecimal'],
  },
  {
    mistake: 'tries the encoded nonce, too',
    steps: { proves: orOver(({ nonce, seed }, { secret }) => [nonce, seed, secret]) },
    fails: ['hashes-the-encoded-nonce'],
  },
  {
    mistake: 'tries other orders, too',
    steps: {
      proves: orOver(
        ({ nonceBytes, seed }, { secret }) => [seed, nonceBytes, secret],
        ({ nonceBytes, seed }, { secret }) => [nonceBytes, secret, seed],
      ),
    },
    fails: ['takes-another-order'],
  },
  {
    mistake: 'tries white space around the secret, too',
    steps: {
      proves: orOver(({ nonceBytes, seed }, { secret }) => [nonceBytes, seed, `${secret}\n`]),
    },
    fails: ['tries-white-space-around-the-secret'],
  },
  {
    mistake: 'hashes the seed as it would write it, too',
    steps: {
      proves: orOver(({ nonceBytes, time }, { secret }) => [
        nonceBytes,
        new Date(time).toISOString(),
        secret,
      ]),
    },
    fails: ['hashes-the-instant-of-a-seed'],
  },
];
