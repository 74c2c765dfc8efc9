import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { HungUp } from '../../packages/contract/src/run/no-answer.ts';
import { openTarget } from '../../packages/contract/src/run/open-target.ts';
import { createAuthority } from '../support/authority.ts';
import { basicOf } from '../support/call.ts';
import { runningSandbox } from '../support/running-sandbox.ts';

const sandbox = runningSandbox();

/** The folder of the demo authority. */
const pem = (name: string) => readFileSync(join(sandbox().certificates?.folder ?? '', `${name}.pem`), 'utf8');
const certificateOf = (name: string) => ({ chain: pem(`${name}-chain`), key: pem(`${name}-key`) });
const accounts = (name?: string, id = 'ConnectPay', secret = 'EasyBanking') => ({
  method: 'GET',
  path: '/connectpay/mtls/accounts',
  headers: [['Authorization', basicOf(id, secret)]] as const,
  ...(name !== undefined && { certificate: certificateOf(name) }),
});

test('a client certificate is offered by its own request alone, one after another and all at once', async () => {
  await using target = await openTarget(sandbox().tlsUrl ?? '', { ca: sandbox().certificates?.ca });
  const requests = [
    { request: accounts('client'), status: 200 },
    { request: accounts(), status: 401 },
    { request: accounts('other', 'OtherApp', 'OtherSecret'), status: 200 },
    { request: accounts('other'), status: 403 },
    { request: accounts(), status: 401 },
    { request: accounts('client'), status: 200 },
  ];
  const expected = requests.map(({ status }) => status);
  const inTurn: number[] = [];
  for (const { request } of requests) inTurn.push((await target.send(request)).status);
  expect(inTurn).toEqual(expected);
  const atOnce = await Promise.all(requests.map(({ request }) => target.send(request)));
  expect(atOnce.map(({ status }) => status)).toEqual(expected);
});

test('a server whose authority is not known is not the one that was meant', async () => {
  await using target = await openTarget(sandbox().tlsUrl ?? '');
  await expect(target.send(accounts())).rejects.toMatchObject({ name: 'NoConnection' });
});

describe.each(['TLSv1.2', 'TLSv1.3'] as const)(
  'a server that demands a certificate in the handshake, with %s',
  (version) => {
    test('refuses there who has none: that is no answer, and no lack of a connection', async () => {
      const authority = await createAuthority({ commonName: 'Test CA' });
      const { chainPem, keyPem } = await authority.issueServer(['127.0.0.1']);
      const client = await authority.issueClient({ commonName: 'client' });
      const demanding = createServer(
        {
          cert: chainPem,
          key: keyPem,
          ca: authority.root.pem,
          requestCert: true,
          rejectUnauthorized: true,
          minVersion: version,
          maxVersion: version,
        },
        (_request, response) => response.end('in'),
      );
      await using target = await openTarget(demanding, { ca: authority.root.pem });
      const get = { method: 'GET', path: '/', headers: [] };
      const certificate = { chain: client.chainPem, key: client.keyPem };
      expect(await target.send({ ...get, certificate })).toMatchObject({ text: 'in' });
      // Whether the alert comes within the handshake or after it is a matter of the version, and of chance.
      for (let i = 0; i < 5; i++) {
        await expect(target.send(get)).rejects.toMatchObject({ name: 'NoAnswer' });
      }
    });
  },
);

describe('a TLS connection of one choice', () => {
  const served = async (options: object = {}, hosts: readonly [string, ...string[]] = ['127.0.0.1']) => {
    const authority = await createAuthority({ commonName: 'Test CA' });
    const { chainPem, keyPem } = await authority.issueServer(hosts);
    const server = createServer({ cert: chainPem, key: keyPem, ...options }, (request, response) => {
      const { servername } = request.socket as TLSSocket;
      response.end(`${servername || 'none'} ${request.headers.host}`);
    });
    return { server, ca: authority.root.pem };
  };
  const get = { method: 'GET', path: '/', headers: [] };

  test('names another host in the handshake, and leaves Host as it is', async () => {
    const { server, ca } = await served();
    await using target = await openTarget(server, { ca });
    const host = new URL(target.url).host;
    expect((await target.send(get)).text).toBe(`none ${host}`);
    const sent = { ...get, tls: { serverName: 'api.provider.example' } };
    expect((await target.send(sent)).text).toBe(`api.provider.example ${host}`);
  });

  test('is one with the server that was meant: by its address, or by the name in the handshake', async () => {
    const sent = { ...get, tls: { serverName: 'api.provider.example' } };
    const named = await served({}, ['api.provider.example']);
    await using byName = await openTarget(named.server, { ca: named.ca });
    expect((await byName.send(sent)).status).toBe(200);
    await expect(byName.send(get)).rejects.toMatchObject({ name: 'NoConnection' });
    const other = await served({}, ['other.example']);
    await using another = await openTarget(other.server, { ca: other.ca });
    await expect(another.send(sent)).rejects.toMatchObject({ name: 'NoConnection' });
  });

  test.each(['TLSv1.2', 'TLSv1.3'] as const)('takes a session up again, over %s', async (version) => {
    const { server, ca } = await served({ minVersion: version, maxVersion: version });
    await using target = await openTarget(server, { ca });
    const first = await target.send(get);
    expect(first.tls).toMatchObject({ resumed: false });
    // Every other connection begins anew.
    expect((await target.send(get)).tls).toMatchObject({ resumed: false });
    const again = await target.send({ ...get, tls: { session: first.tls?.session } });
    expect(again.tls).toMatchObject({ resumed: true });
  });

  test('offers one version alone: a server that does not speak it ends the handshake', async () => {
    const outdated = { ...get, tls: { version: 'TLSv1.1' } } as const;
    const strict = await served({ minVersion: 'TLSv1.2' });
    await using refusing = await openTarget(strict.server, { ca: strict.ca });
    await expect(refusing.send(outdated)).rejects.toBeInstanceOf(HungUp);
    const lax = await served({ minVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' });
    await using serving = await openTarget(lax.server, { ca: lax.ca });
    expect((await serving.send(outdated)).status).toBe(200);
  });
});
