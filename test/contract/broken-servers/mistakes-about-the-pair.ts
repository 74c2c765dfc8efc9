import { setTimeout as delay } from 'node:timers/promises';
import { fault, type Mistake } from './mistake.ts';
import { absent, accounts, CHALLENGE, type PairSteps, refuse, rightSteps as right } from './pair-server.ts';

const objectOfAccounts = Object.fromEntries(accounts.map((account) => [account.id, account]));

/** Mistakes about the pair, wherever it is. */
export const aboutThePair: readonly Mistake<PairSteps>[] = [
  {
    mistake: 'refuses everything',
    steps: { presented: () => absent },
    fails: [
      'refuses-the-right-pair',
      'accepts-the-secret-of-another',
      'splits-at-the-second-colon',
      'takes-url-safe-base64',
      'wants-the-header-in-one-case',
      'mixes-up-requests',
    ],
    besides: {
      basic: ['wants-the-scheme-in-one-case'],
      'api-key-header': ['wants-the-key-in-one-form'],
    },
  },
  {
    mistake: 'lets a request without a credential through',
    steps: {
      refuse: (response, status, about) =>
        about.why === 'absent' ? void response.end('welcome') : right.refuse(response, status, about),
    },
    fails: ['lets-anybody-in', 'takes-the-pair-from-the-query', 'lets-refusals-be-cached'],
    besides: {
      basic: ['takes-another-scheme', 'takes-proxy-authorization', 'names-no-realm', 'names-no-charset'],
      'api-key-header': ['takes-the-key-from-authorization'],
    },
  },
  {
    mistake: 'compares the secret in any case',
    steps: { matches: (account, secret) => account?.secret.toLowerCase() === secret.toLowerCase() },
    fails: ['accepts-a-wrong-secret'],
  },
  {
    mistake: 'compares as much of the secret as was sent',
    steps: { matches: (account, secret) => account?.secret.startsWith(secret) ?? false },
    fails: ['accepts-a-wrong-secret', 'splits-at-the-second-colon'],
  },
  {
    mistake: 'compares as much of the secret as there is',
    steps: { matches: (account, secret) => secret.startsWith(account?.secret ?? '\0') },
    fails: ['accepts-a-wrong-secret', 'trims-the-pair'],
  },
  {
    mistake: 'takes any secret that exists',
    steps: { matches: (account, secret) => !!account && accounts.some((one) => one.secret === secret) },
    fails: ['accepts-the-secret-of-another'],
  },
  {
    mistake: 'splits at every colon',
    steps: {
      split(pair) {
        const [id = '', secret] = pair.split(':');
        return id === '' || secret === undefined ? undefined : { id, secret };
      },
    },
    fails: ['splits-at-the-second-colon'],
  },
  {
    mistake: 'splits at the last colon',
    steps: {
      split(pair) {
        const colon = pair.lastIndexOf(':');
        return colon < 1 ? undefined : { id: pair.slice(0, colon), secret: pair.slice(colon + 1) };
      },
    },
    fails: ['splits-at-the-second-colon'],
  },
  {
    mistake: 'takes the colon for granted',
    steps: {
      split: (pair) => right.split(pair) ?? fault('no colon'),
    },
    fails: ['fails-without-a-colon', 'decodes-twice'],
  },
  {
    mistake: 'fails where bytes are not UTF-8',
    steps: {
      read(bytes) {
        new TextDecoder('utf-8', { fatal: true }).decode(bytes);
        return right.read(bytes);
      },
    },
    fails: ['fails-on-invalid-utf-8'],
  },
  {
    mistake: 'fails where the text is not base64',
    steps: {
      decode: (encoded) => right.decode(encoded) ?? (encoded === '' ? undefined : fault('not base64')),
    },
    fails: [
      'fails-on-what-is-no-base64',
      'takes-more-after-the-pair',
      'takes-url-safe-base64',
      'takes-unpadded-base64',
      'takes-non-canonical-base64',
      'takes-strangers-in-base64',
      'takes-the-pair-as-it-is',
    ],
    besides: { 'api-key-header': ['takes-another-scheme', 'takes-the-prefix-twice'] },
  },
  {
    mistake: 'ends a text at NUL',
    steps: { read: (bytes) => right.read(bytes.includes(0) ? bytes.subarray(0, bytes.indexOf(0)) : bytes) },
    fails: ['ignores-what-follows-nul'],
  },
  {
    mistake: 'trims the pair',
    steps: {
      read: (bytes) => right.read(Buffer.from(bytes.toString().replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, ''))),
    },
    fails: ['trims-the-pair'],
  },
  {
    mistake: 'writes the id into a header as it came',
    steps: {
      refuse(response, status, about) {
        const header = /^(.*[\r\n]+[\w-]+: \w+)/s.exec(about.text ?? '')?.[1];
        if (header === undefined) return right.refuse(response, status, about);
        const head = `HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: ${CHALLENGE}\r\nConnection: close\r\n`;
        response.socket?.end(`${head}X-User: ${header}\r\n\r\n`);
      },
    },
    fails: ['reflects-a-line-break'],
  },
  {
    mistake: 'decodes percent escapes',
    steps: {
      split(pair) {
        const parts = right.split(pair);
        return parts && { id: decodeURIComponent(parts.id), secret: decodeURIComponent(parts.secret) };
      },
    },
    fails: ['decodes-percent-escapes'],
  },
  {
    mistake: 'decodes base64 leniently',
    steps: { decode: (encoded) => Buffer.from(encoded, 'base64') },
    fails: [
      'takes-more-after-the-pair',
      'takes-url-safe-base64',
      'takes-unpadded-base64',
      'takes-non-canonical-base64',
      'takes-strangers-in-base64',
    ],
  },
  {
    mistake: 'looks at the first of several words',
    steps: { decode: (encoded) => right.decode(encoded.split(/[ ,;]/)[0] ?? '') },
    fails: ['takes-more-after-the-pair'],
  },
  {
    mistake: 'decodes until there is a colon',
    steps: {
      decode(encoded) {
        const bytes = right.decode(encoded);
        return bytes?.includes(':') ? bytes : right.decode(bytes?.toString() ?? '');
      },
    },
    fails: ['decodes-twice'],
  },
  {
    mistake: 'takes a pair that is not encoded',
    steps: { decode: (encoded) => right.decode(encoded) ?? Buffer.from(encoded) },
    fails: ['takes-the-pair-as-it-is'],
  },
  {
    mistake: 'fails where there is much to decode',
    steps: { decode: (encoded) => (encoded.length > 2000 ? fault('too much') : right.decode(encoded)) },
    fails: ['chokes-on-a-long-header'],
  },
  {
    mistake: 'keeps accounts in a plain object',
    steps: {
      find: (id) => objectOfAccounts[id],
      matches: (account, secret) =>
        right.matches(account && { ...account, secret: account.secret.trim() }, secret),
    },
    fails: ['finds-what-an-object-inherits'],
  },
  {
    mistake: 'folds what looks alike',
    steps: { read: (bytes) => right.read(bytes)?.normalize('NFKC') },
    fails: ['takes-lookalikes'],
  },
  {
    mistake: 'drops a byte order mark',
    steps: { read: (bytes) => right.read(bytes)?.replace(/^\ufeff/, '') },
    fails: ['takes-lookalikes'],
  },
  {
    mistake: 'keeps what it compares outside of the request',
    steps: keptOutside(),
    fails: ['mixes-up-requests'],
  },
  {
    mistake: 'does not look at whether an account is active',
    steps: { mayCome: (account, request) => right.mayCome({ ...account, active: true }, request) },
    fails: ['lets-inactive-accounts-in'],
  },
  {
    mistake: 'does not look at where an account may call from',
    steps: { mayCome: ({ active }) => active },
    fails: ['lets-accounts-in-from-elsewhere'],
  },
  {
    mistake: 'says which accounts there are',
    steps: {
      refuse: (response, status, { why }) =>
        refuse(response, status, { said: why === 'account' ? 'nobody' : 'no' }),
    },
    fails: ['tells-accounts-from-secrets'],
  },
  {
    mistake: 'says which accounts are inactive before the secret is known to be right',
    steps: {
      refuse(response, status, { pair }) {
        const closed = pair && objectOfAccounts[pair.id]?.active === false;
        refuse(response, status, { said: closed ? 'inactive' : 'no' });
      },
    },
    fails: ['tells-strangers-of-inactive-accounts'],
  },
  {
    mistake: 'repeats the secret',
    steps: {
      refuse: (response, status, { pair }) => refuse(response, status, { said: `no: ${pair?.secret}` }),
    },
    fails: ['repeats-what-was-sent'],
  },
  {
    mistake: 'lets refusals be cached',
    steps: { refuse: (response, status) => refuse(response, status, { cache: '' }) },
    fails: ['lets-refusals-be-cached'],
  },
];

/** What is compared is that of the request that was read last. */
function keptOutside(): Partial<PairSteps> {
  let secret = '';
  return {
    split(pair) {
      const parts = right.split(pair);
      secret = parts?.secret ?? '';
      return parts;
    },
    async find(id) {
      await delay(5);
      return right.find(id);
    },
    matches: (account) => right.matches(account, secret),
  };
}
