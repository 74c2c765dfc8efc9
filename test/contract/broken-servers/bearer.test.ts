import { expect, test } from 'vitest';
import { bearerCredentials, bearerServer, rightSteps } from './bearer-server.ts';
import { failuresIn, reportOn, unfailed } from './matrix.ts';
import { aboutClaims } from './mistakes-about-claims.ts';
import { aboutTokens } from './mistakes-about-tokens.ts';

const failuresOf = async (server = bearerServer()) =>
  failuresIn(await reportOn(server, 'bearer', bearerCredentials));

const throughout = [
  {
    mistake: 'refuses everything',
    steps: { isFromIssuer: () => false },
    fails: [
      'refuses-a-right-token',
      'wants-bearer-in-one-case',
      'takes-a-token-of-another-scope',
      'takes-a-revoked-token',
      'takes-any-address-for-a-bound-token',
      'wants-one-family',
    ],
  },
  {
    mistake: 'lets a request without a token through',
    steps: {
      refuse: ((response, refusal, token) =>
        refusal.error === 'none'
          ? void response.end('welcome')
          : rightSteps.refuse(response, refusal, token)) satisfies typeof rightSteps.refuse,
    },
    fails: [
      'lets-anybody-in',
      'takes-a-token-from-the-query',
      'takes-a-token-from-the-body',
      'takes-a-token-without-a-scheme',
      'takes-another-scheme',
    ],
  },
  {
    mistake: 'sends no challenge',
    steps: {
      refuse: ((response, { status }) =>
        void response
          .writeHead(status, { 'Cache-Control': 'no-store' })
          .end('no')) satisfies typeof rightSteps.refuse,
    },
    fails: ['lets-anybody-in', 'names-no-error'],
  },
];

const mistakes = [...throughout, ...aboutTokens, ...aboutClaims];

test('a server without a mistake fails nothing', async () => {
  expect(await failuresOf()).toEqual([]);
});

test.each(mistakes)('a server that $mistake fails what names that mistake', async ({ steps, fails }) => {
  expect((await failuresOf(bearerServer(steps))).sort()).toEqual([...fails].sort());
});

test('every case has a server that fails it', () => {
  expect(unfailed('bearer', mistakes)).toEqual([]);
});
