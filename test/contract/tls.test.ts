import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
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
