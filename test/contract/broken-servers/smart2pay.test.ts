import type { RequestListener } from 'node:http';
import { expect, test } from 'vitest';
import { failuresIn, reportOn, unfailed } from './matrix.ts';
import type { Mistake } from './mistake.ts';
import { aboutThePair } from './mistakes-about-the-pair.ts';
import { inAuthorization } from './mistakes-in-authorization.ts';
import {
  fromAuthorization,
  accounts as namedAccounts,
  type PairSteps,
  pairCredentials,
  pairServer,
  refuse,
  rightSteps,
} from './pair-server.ts';

const siteIds = new Map(namedAccounts.map(({ id }, place) => [id, String(30201 + place)]));
const siteOf = <T extends { readonly id: string }>(account: T): T => ({
  ...account,
  id: siteIds.get(account.id) ?? '',
});
const sites = namedAccounts.map(siteOf);

const { request, ...pairs } = pairCredentials;
const credentials = Object.fromEntries(Object.entries(pairs).map(([name, pair]) => [name, siteOf(pair)]));

const message = JSON.stringify({ Message: 'The credentials are missing, malformed or wrong.' });
const right: PairSteps = {
  ...rightSteps,
  presented: fromAuthorization,
  find: (id) => sites.find((site) => site.id === id),
  refuse: (response, status) => refuse(response, status, { said: message }),
};

const mistakes: readonly Mistake<PairSteps>[] = [
  {
    mistake: 'compares SiteIDs as numbers',
    steps: {
      find: (id) =>
        /^[\d.e+]+$/.test(id) ? sites.find((site) => Number(site.id) === Number(id)) : right.find(id),
    },
    fails: ['compares-ids-as-numbers'],
  },
  {
    mistake: 'refuses a GET that says of what type its body is',
    steps: {
      presented: (asked) =>
        asked.headers['content-length'] === '0' ? { kind: 'malformed' } : fromAuthorization(asked),
    },
    fails: ['refuses-what-its-clients-send'],
  },
];

const failuresOf = async (steps: Partial<PairSteps> = {}) =>
  failuresIn(await report(pairServer({ ...right, ...steps })));

const report = (server: RequestListener) => reportOn(server, 'smart2pay', credentials);

test('a server without a mistake fails nothing', async () => {
  expect(await failuresOf()).toEqual([]);
});

test.each(mistakes)('a server that $mistake fails what names that mistake', async ({ steps, fails }) => {
  expect((await failuresOf(steps)).sort()).toEqual([...fails].sort());
});

test('a server whose errors are not those of the provider fails wherever it refuses', async () => {
  const failures = await failuresOf({ refuse: rightSteps.refuse });
  expect(failures).toEqual(expect.arrayContaining(['lets-anybody-in', 'accepts-a-wrong-secret']));
  expect(failures).not.toContain('refuses-the-right-pair');
});

test('every case has a server that fails it', () => {
  // Those of Basic are the same cases: see the servers that fail them there.
  expect(unfailed('smart2pay', [...mistakes, ...aboutThePair, ...inAuthorization])).toEqual([]);
});
