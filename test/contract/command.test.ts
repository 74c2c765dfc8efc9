import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openTarget } from '../../packages/contract/src/run/open-target.ts';
import { basicOf } from '../support/call.ts';
import { freePort } from '../support/free-port.ts';
import { runningSandbox } from '../support/running-sandbox.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { contractCommand, countersignContract, credentialsFile } from './contract-command.ts';

const sandbox = runningSandbox();
const secret = 'hJ5RobYx9r7FfNwCvHY9LXHqqr+FEzrc7aJvQQk4Gaz1mg7Ryy';
const credentials = {
  request: { method: 'GET', path: '/v1/methods/' },
  account: { id: '30201', secret },
};

/** A server that takes the one pair, and says of every other what is wrong with it. */
const talkative = () =>
  openTarget(({ headers: { authorization = '' } }, response) => {
    if (authorization === basicOf('30201', secret)) {
      response.end();
      return;
    }
    const [id] = Buffer.from(authorization.slice(6), 'base64').toString().split(':');
    response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end(`not the secret of ${id}`);
  });

describe('exit code 0', () => {
  test('where every case passed: a line each, and the counts', async () => {
    const { code, stdout, stderr } = await contractCommand(sandbox().url, credentials);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^ok {3}basic\/refuses-the-right-pair$/m);
    expect(stdout).toMatch(/^skip basic\/splits-at-the-second-colon: needs accountWithColon/m);
    expect(stdout).toMatch(/\n\n\d+ passed, 0 failed, \d+ skipped\n$/);
    expect(code).toBe(0);
  });

  test('over TLS, with the authority in a file', async () => {
    const ca = join(sandbox().certificates?.folder ?? '', 'ca.pem');
    const trusting = await contractCommand(sandbox().tlsUrl ?? '', credentials, '--ca', ca);
    expect(trusting).toMatchObject({ code: 0, stderr: '' });
  });

  test('for --list, which needs nothing else', async () => {
    const { code, stdout } = await countersignContract(
      '--profile',
      'basic',
      '--list',
      '--only',
      'basic/*colon',
    );
    expect(stdout).toMatch(/^basic\/splits-at-the-second-colon\n {5}\S.*\n/);
    expect(stdout).not.toContain('refuses-the-right-pair');
    expect(code).toBe(0);
  });
});

describe('exit code 1', () => {
  test('where a case failed, which is told in full', async () => {
    await using server = await talkative();
    const { code, stdout } = await contractCommand(server.url, credentials);
    expect(stdout).toMatch(/^FAIL basic\/tells-accounts-from-secrets\n {5}sent: /m);
    expect(stdout).toMatch(/^ {5}again: {4}curl -i .*\/v1\/methods\/'?$/m);
    expect(code).toBe(1);
  });

  test.each([
    { reporter: 'tap', pattern: /^TAP version 14\n1\.\.\d+\n/ },
    { reporter: 'junit', pattern: /^<\?xml version="1.0" encoding="UTF-8"\?>\n<testsuites / },
    { reporter: 'json', pattern: /^\{\n {2}"version": 1,\n/ },
  ])('with --reporter $reporter too', async ({ reporter, pattern }) => {
    await using server = await talkative();
    const printed = await contractCommand(server.url, credentials, '--reporter', reporter);
    expect(printed).toMatchObject({ code: 1, stdout: expect.stringMatching(pattern), stderr: '' });

    const file = join(temporaryFolder(), 'report');
    const written = await contractCommand(server.url, credentials, '--reporter', reporter, '--output', file);
    expect(written).toMatchObject({ code: 1, stdout: expect.stringMatching(/^\d+ passed, \d+ failed/m) });
    expect(readFileSync(file, 'utf8')).toMatch(pattern);
  });
});

describe('exit code 2', () => {
  const profile = ['--profile', 'basic'];
  const file = () => ['--credentials', credentialsFile(credentials)];

  test.each<{ what: string; args: () => string[]; told: RegExp }>([
    { what: 'no profile', args: () => [], told: /--profile/ },
    {
      what: 'another profile',
      args: () => ['--profile', 'acme', '--list'],
      told: /«acme»: it is one of .*basic/,
    },
    { what: 'no base URL', args: () => [...profile, ...file()], told: /--base-url is needed/ },
    {
      what: 'no credentials',
      args: () => [...profile, '--base-url', sandbox().url],
      told: /--credentials is needed/,
    },
    {
      what: 'a base URL that is none',
      args: () => [...profile, ...file(), '--base-url', 'api'],
      told: /must be an http: or https: URL/,
    },
    {
      what: 'a file that is not there',
      args: () => [...profile, '--base-url', sandbox().url, '--credentials', '/no/such'],
      told: /no such file.*\/no\/such/,
    },
    { what: 'another reporter', args: () => [...profile, '--reporter', 'xml'], told: /tap, junit, json/ },
    { what: 'a time that is none', args: () => [...profile, '--timeout', '1.5'], told: /whole number/ },
    { what: 'no case at a time', args: () => [...profile, '--concurrency', '0'], told: /whole number/ },
    { what: 'advice of another kind', args: () => [...profile, '--advice', 'yes'], told: /fail, report/ },
    { what: 'an option that there is not', args: () => [...profile, '--fast'], told: /--fast/ },
    {
      what: 'no case of that name',
      args: () => [...profile, ...file(), '--base-url', sandbox().url, '--only', 'nothing'],
      told: /no case of basic is both among --only «nothing» and/,
    },
  ])('for $what, on stderr and without a stack', async ({ args, told }) => {
    const { code, stdout, stderr } = await countersignContract(...args());
    expect(stderr).toMatch(told);
    expect(stderr).not.toMatch(/^ {4}at /m);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  test('where nobody listens', async () => {
    const { code, stdout, stderr } = await contractCommand(
      `http://127.0.0.1:${await freePort()}`,
      credentials,
    );
    expect(stderr).toMatch(
      /^countersign contract: http:\/\/127\.0\.0\.1:\d+: .*ECONNREFUSED.*, at basic\/\S+\n$/,
    );
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  test('where the authority of the server is not known', async () => {
    const { code, stderr } = await contractCommand(sandbox().tlsUrl ?? '', credentials);
    expect(stderr).toMatch(/certificate/);
    expect(code).toBe(2);
  });

  test.each([
    {
      what: 'is not JSON',
      credentials: `{"account": {"id": "30201", "secret": ${secret}}}`,
      told: /credentials\.json is not JSON/,
    },
    { what: 'is a list', credentials: [secret], told: /must be a JSON object/ },
    { what: 'lacks a field', credentials: { account: { secret } }, told: /account\.id must be .*\n.*/ },
    {
      what: 'has a field of another kind',
      credentials: { account: { id: '30201', secret: [secret] } },
      told: /account\.secret must be a string/,
    },
  ])('where the file of credentials $what: nothing of it is repeated', async ({ credentials, told }) => {
    const { code, stdout, stderr } = await contractCommand(sandbox().url, credentials);
    expect(stderr).toMatch(told);
    expect(stderr + stdout).not.toContain(secret.slice(0, 8));
    expect(code).toBe(2);
  });
});

test('--timeout is for every answer: a server that says nothing fails, and is not waited for', async () => {
  await using server = await openTarget(() => {});
  const args = ['--timeout', '100', '--only', 'right-pair'];
  const { code, stdout } = await contractCommand(server.url, credentials, ...args);
  expect(stdout).toMatch(
    /^FAIL basic\/refuses-the-right-pair\n(.*\n)*? {5}got: {6}no whole answer within 100 ms$/m,
  );
  expect(code).toBe(1);
});
