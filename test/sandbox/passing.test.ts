import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { demoAccounts, type LoggedRequest, startSandbox } from '@countersign/sandbox';
import { describe, expect, test } from 'vitest';
import { DOCUMENTED_ROUTES } from '../../packages/sandbox/src/inspector/passing/documented-routes.ts';
import { SNIPPET_LANGUAGES } from '../../packages/sandbox/src/inspector/snippets/snippet.ts';
import { basicOf, call, post } from '../support/call.ts';
import { LANGUAGES, type LanguageName, runProgram, testWith } from '../support/language.ts';
import { placetopayAuth } from '../support/placetopay-auth.ts';
import { runningSandbox } from '../support/running-sandbox.ts';

const shell = promisify(execFile);
const sandbox = runningSandbox();

const control = (path: string) => call(`${sandbox().url}/_sandbox/${path}`);
const newest = (): LoggedRequest | undefined => sandbox().requests()[0];

interface Passing {
  readonly as: string;
  readonly secrets: string;
  readonly text: string;
  readonly notes: readonly string[];
}

/** What would have passed in place of the newest request. */
async function passing(query = 'as=curl&secrets=shown'): Promise<Passing> {
  return (await control(`requests/${newest()?.id}/passing?${query}`)).json as Passing;
}

/** Sends a request that has no credential, to where it goes over TLS for those that want a certificate. */
async function sentBare(method: string, path: string): Promise<void> {
  const { url, tlsUrl, certificates } = sandbox();
  const overTls = path.startsWith('/connectpay/');
  await call(`${overTls ? tlsUrl : url}${path}`, { method, ...(certificates && { ca: certificates.ca }) });
  expect(newest()).toMatchObject({ method, path, outcome: 'absent' });
}

const called = (path: string) => path.replace(/:\w+/g, 'p1');

describe('the request that would have passed', () => {
  test.each(DOCUMENTED_ROUTES)('$method $path is accepted as curl', async ({ method, path }) => {
    await sentBare(method, called(path));
    const { text } = await passing();
    expect(text).toContain(called(path));
    const { stdout } = await shell('sh', ['-c', text]);
    expect(stdout).toMatch(
      path.includes(':id') || path.includes(':requestId') ? /^HTTP\/1\.1 404/ : /^HTTP\/1\.1 2\d\d/,
    );
    expect(newest()).toMatchObject({ method, path: called(path), outcome: 'accepted' });
  });

  const oneOfEachCredential = DOCUMENTED_ROUTES.filter(
    (route, index) =>
      DOCUMENTED_ROUTES.findIndex(
        ({ credential, body }) => credential === route.credential && body?.type === route.body?.type,
      ) === index,
  );

  for (const language of Object.keys(LANGUAGES) as LanguageName[]) {
    testWith(language).each(oneOfEachCredential)(
      `$method $path ($credential) is accepted as a program in ${language}`,
      async ({ method, path }) => {
        await sentBare(method, called(path));
        const { text } = await passing(`as=${language}&secrets=shown`);
        expect(await runProgram(language, text)).toMatch(/^(2\d\d|404) /);
        expect(newest()).toMatchObject({ method, path: called(path), outcome: 'accepted' });
      },
    );
  }

  const hostile = `a'b"c$HOME\`id\`\\d%s%\u007b{e}#{f}\\u0041é€😀;&|<>*?~!`;

  for (const language of ['curl', ...Object.keys(LANGUAGES)] as ('curl' | LanguageName)[]) {
    const testIt = language === 'curl' ? test : testWith(language);
    testIt(`whatever characters are in an id and a secret: ${language}`, async () => {
      const account = { id: hostile, secrets: [`${hostile}:x`] };
      const accounts = { ...demoAccounts, pledgDashboard: [account], placetopay: [account] };
      const own = await startSandbox({ tlsPort: false, accounts });
      try {
        for (const [method, path] of [
          ['GET', '/api/users/me'],
          ['POST', '/api/session'],
        ] as const) {
          await call(own.url + path, { method });
          const asked = `/_sandbox/requests/${own.requests()[0]?.id}/passing?as=${language}&secrets=shown`;
          const { text } = (await call(own.url + asked)).json as Passing;
          if (language === 'curl') await shell('sh', ['-c', text]);
          else await runProgram(language, text);
          expect(own.requests()[0]).toMatchObject({ path, outcome: 'accepted', account: hostile });
        }
      } finally {
        await own.close();
      }
    });
  }

  test('is of the account that called, where there is one of this name', async () => {
    await post(`${sandbox().url}/api/session`, {
      auth: placetopayAuth({ login: 'siteLegacy', secretKey: 'x' }),
    });
    expect((await passing()).text).toContain('"login":"siteLegacy"');
    await post(`${sandbox().url}/api/session`, { auth: placetopayAuth({ login: 'nobody' }) });
    const { text, notes } = await passing();
    expect(text).toContain('"login":"siteLogin"');
    expect(notes.join()).toContain('siteLogin');
  });

  test('is signed anew every time: one may be used, and then another', async () => {
    await sentBare('POST', '/api/session');
    const { id } = newest() ?? {};
    const path = `requests/${id}/passing?as=curl&secrets=shown`;
    for (const line of [await control(path), await control(path)]) {
      await shell('sh', ['-c', (line.json as Passing).text]);
      expect(newest()).toMatchObject({ outcome: 'accepted' });
    }
  });

  test('goes by the clock of the sandbox, and says so', async () => {
    sandbox().clock.offsetSeconds = 86_400;
    await sentBare('POST', '/api/session');
    const { text, notes } = await passing();
    expect(notes.join()).toContain('86400 s');
    await shell('sh', ['-c', text]);
    expect(newest()).toMatchObject({ outcome: 'accepted' });
    sandbox().clock.offsetSeconds = 0;
  });

  test('says what else has to be changed', async () => {
    const path = 'accounts/smart2pay/30201';
    const set = (status: string) =>
      call(`${sandbox().url}/_sandbox/${path}`, {
        method: 'PATCH',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ status }),
      });
    await set('inactive');
    await sentBare('GET', '/v1/methods/');
    expect((await passing()).notes.join()).toContain('inactive');
    await set('active');
    expect((await passing()).notes).toEqual([]);
  });

  test.each([
    { what: 'another method', method: 'DELETE', path: '/v1/methods/', url: '/v1/methods/' },
    { what: 'a path that is none', method: 'GET', path: '/v1/nothing', url: '/v1/methods/' },
    {
      what: 'a parameter that is no name',
      method: 'GET',
      path: "/v1/payments/';id;'/",
      url: '/v1/payments/',
    },
    {
      what: 'one that wants a role which no demo certificate has',
      method: 'POST',
      path: '/connectpay/psd2/payments',
      url: '/connectpay/psd2/accounts',
    },
    { what: 'a path with two slashes', method: 'GET', path: '/v1//evil.example/', url: '/v1/methods/' },
  ])('is a documented one in place of $what', async ({ method, path, url }) => {
    await call(sandbox().url, { method, path });
    const { text, notes } = await passing();
    expect(text).toMatch(new RegExp(`https?://127\\.0\\.0\\.1:\\d+${url}( |$)`, 'm'));
    expect(text).not.toMatch(/evil|;id/);
    expect(notes[0]).toContain('in place of the one that was called');
  });

  test('is known for no path of nobody, and for no request that is gone', async () => {
    await call(`${sandbox().url}/_sandbox/mirror/x`);
    const { id } = newest() ?? {};
    expect((await control(`requests/${id}/passing`)).status).toBe(404);
    expect((await control('requests/999999/passing')).status).toBe(404);
    expect((await control('requests/__proto__/passing')).status).toBe(404);
  });

  test.each(['as=perl', 'as=curl&as=php', 'as=__proto__', 'secrets=yes'])(
    '%s is told what there is',
    async (query) => {
      await sentBare('GET', '/v1/methods/');
      expect((await control(`requests/${newest()?.id}/passing?${query}`)).status).toBe(400);
    },
  );
});

describe('secrets', () => {
  const secrets = [
    'hJ5RobYx9r7FfNwCvHY9LXHqqr+FEzrc7aJvQQk4Gaz1mg7Ryy',
    'EasyBanking',
    'your_secret',
    'john123',
    'siteSecretKey',
  ];
  const hidden = [
    ...secrets,
    ...[basicOf('ConnectPay', 'EasyBanking'), basicOf('your_key', 'your_secret')].map((pair) =>
      pair.slice(6),
    ),
  ];

  test.each(DOCUMENTED_ROUTES)(
    'are masked unless asked for: $method $path',
    async ({ method, path, credential }) => {
      const issued = (await control('tokens')).text;
      await sentBare(method, called(path));
      for (const language of SNIPPET_LANGUAGES) {
        const { text, secrets: said } = await passing(`as=${language}`);
        expect(said).toBe('masked');
        for (const secret of hidden) expect(text, language).not.toContain(secret);
        expect(text).not.toMatch(/eyJ/);
        if (credential !== 'qwac') expect(text).toContain('••••');
      }
      expect((await control('tokens')).text).toBe(issued);
    },
  );

  test('are masked in the lines for a first request, and shown where they are asked for', async () => {
    const { text } = await control('curl-lines');
    for (const secret of hidden) expect(text).not.toContain(secret);
    expect(text).toContain("x-connectpay-api-key: ••••••••'");
    const shown = await control('curl-lines?secrets=shown');
    expect(shown.json).toEqual(sandbox().curlLines);
    expect((await control('curl-lines?secrets=all')).status).toBe(400);
  });

  test('are kept by no cache, and are for no other origin', async () => {
    await sentBare('GET', '/v1/methods/');
    const path = `requests/${newest()?.id}/passing?secrets=shown`;
    expect((await control(path)).headers).toMatchObject({
      'cache-control': 'no-store',
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    });
    for (const headers of [
      { host: 'rebound.example' },
      { origin: 'http://127.0.0.1:1' },
      { 'sec-fetch-site': 'cross-site' },
    ]) {
      for (const asked of [path, 'curl-lines?secrets=shown']) {
        const answer = await call(`${sandbox().url}/_sandbox/${asked}`, { headers });
        expect(answer.status).toBe(403);
      }
    }
  });
});
