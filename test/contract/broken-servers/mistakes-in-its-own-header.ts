import type { Mistake } from './mistake.ts';
import {
  absent,
  fromApiKey,
  fromAuthorization,
  malformed,
  type PairSteps,
  type Presented,
  text,
} from './pair-server.ts';

/** Mistakes about a pair in a header of its own. */
export const inItsOwnHeader: readonly Mistake<PairSteps>[] = [
  {
    mistake: 'looks at the first header of two',
    steps: { presented: ({ headersDistinct }) => key(headersDistinct['x-connectpay-api-key']?.[0]) },
    fails: ['takes-one-of-two-credentials', 'takes-a-credential-twice'],
  },
  {
    mistake: 'looks for the header in one case',
    steps: {
      presented: (request) =>
        request.rawHeaders.includes('X-CONNECTPAY-API-KEY') ? absent : fromApiKey(request),
    },
    fails: ['wants-the-header-in-one-case'],
  },
  {
    mistake: 'takes the key from the query, too',
    steps: {
      presented(request) {
        const query = new URL(request.url ?? '', 'http://localhost').searchParams.get('api_key');
        return query ? text(query) : fromApiKey(request);
      },
    },
    fails: ['takes-the-pair-from-the-query'],
  },
  {
    mistake: 'takes the bare key alone',
    steps: { presented: (request) => single(request.headersDistinct['x-connectpay-api-key'], text) },
    fails: ['wants-the-key-in-one-form'],
  },
  {
    mistake: 'drops the prefix as often as it is there',
    steps: {
      presented: (request) =>
        single(request.headersDistinct['x-connectpay-api-key'], (value) =>
          text(value.replace(/^(basic +)+/i, '')),
        ),
    },
    fails: ['takes-the-prefix-twice'],
  },
  {
    mistake: 'drops whatever word comes first',
    steps: {
      presented: (request) =>
        single(request.headersDistinct['x-connectpay-api-key'], (value) =>
          text(value.replace(/^[A-Za-z]+ +/, '')),
        ),
    },
    fails: ['takes-another-scheme'],
  },
  {
    mistake: 'takes the key from Authorization where its own header is missing',
    steps: {
      presented(request) {
        const presented = fromApiKey(request);
        return presented.kind === 'absent' ? fromAuthorization(request) : presented;
      },
    },
    fails: ['takes-the-key-from-authorization'],
  },
  {
    mistake: 'prefers Authorization to the key',
    steps: {
      presented(request) {
        const presented = fromApiKey(request);
        const other = fromAuthorization(request);
        return presented.kind === 'text' && other.kind === 'text' ? other : presented;
      },
    },
    fails: ['lets-authorization-stand-in'],
  },
];

const key = (value: string | undefined) => single(value === undefined ? [] : [value], bare);
const bare = (value: string) => text(value.replace(/^basic +/i, ''));

function single(values: readonly string[] | undefined, read: (value: string) => Presented): Presented {
  const [value, ...others] = values ?? [];
  if (value === undefined) return absent;
  return others.length > 0 ? malformed : read(value);
}
