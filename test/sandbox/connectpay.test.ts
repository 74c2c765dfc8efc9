import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:https';
import { promisify } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { basicOf, type CallOptions, call, post } from '../support/call.ts';
import { runningSandbox } from '../support/running-sandbox.ts';
import { signRequest } from '../support/sign-request.ts';

const run = promisify(execFile);

const sandbox = runningSandbox();
afterEach(() => {
  sandbox().clock.offsetSeconds = 0;
});

const pair = 'Q29ubmVjdFBheTpFYXN5QmFua2luZw==';
const partner = () => `${sandbox().url}/baas-sca/user-management/partner`;
const client = () => `${sandbox().url}/baas-sca/user-management/client`;

describe('partner paths', () => {
  test.each([
    { what: 'the bare pair', headers: { 'x-connectpay-api-key': pair }, status: 200 },
    { what: 'the pair after Basic', headers: { 'x-connectpay-api-key': `Basic ${pair}` }, status: 200 },
    { what: 'nothing', headers: {}, status: 401 },
    { what: 'the pair in Authorization', headers: { authorization: `Basic ${pair}` }, status: 401 },
    { what: 'the header twice', headers: { 'x-connectpay-api-key': [pair, pair] }, status: 401 },
    { what: 'Basic twice', headers: { 'x-connectpay-api-key': `Basic Basic ${pair}` }, status: 401 },
    { what: 'a wrong secret', headers: { 'x-connectpay-api-key': basicOf('ConnectPay', 'x') }, status: 401 },
  ])('$what: $status', async ({ headers, status }) => {
    for (const method of ['GET', 'POST']) {
      const answer = await call(`${partner()}/users`, { method, headers });
      expect(answer.status).toBe(status);
      if (status === 401) expect(answer.headers['www-authenticate']).toContain('ApiKey realm="ConnectPay"');
    }
  });
});

describe('client paths', () => {
  const psuIp = '111.111.11.111';

  async function userToken(body: object = { userId: 'u1', psuIp }): Promise<string> {
    const { json } = await post(`${partner()}/tokens`, body, { 'x-connectpay-api-key': pair });
    expect(json).toEqual({ accessToken: expect.any(String), tokenType: 'Bearer', expiresIn: 300 });
    return (json as { accessToken: string }).accessToken;
  }
  const me = (token: string, address: string | string[] | undefined = psuIp) =>
    call(`${client()}/users/me`, {
      headers: {
        authorization: `Bearer ${token}`,
        ...(address !== undefined && { 'psu-ip-address': address }),
      },
    });

  test('a user token with its address passes for five minutes', async () => {
    const token = await userToken();
    expect(await me(token)).toMatchObject({ status: 200, json: { userId: 'u1', devApp: 'ConnectPay' } });
    sandbox().clock.offsetSeconds = 290;
    expect((await me(token)).status).toBe(200);
    sandbox().clock.offsetSeconds = 320;
    expect(await me(token)).toMatchObject({ status: 401, json: { reason: 'token-expired' } });
  });

  test.each([
    { what: 'missing', address: [], status: 400, reason: 'psu-ip-absent' },
    { what: 'sent twice', address: [psuIp, psuIp], status: 400, reason: 'psu-ip-malformed' },
    { what: 'with a port', address: `${psuIp}:443`, status: 400, reason: 'psu-ip-malformed' },
    { what: 'a list', address: `${psuIp}, 8.8.8.8`, status: 400, reason: 'psu-ip-malformed' },
    { what: 'a name', address: 'localhost', status: 400, reason: 'psu-ip-malformed' },
    { what: 'another', address: '111.111.11.112', status: 403, reason: 'psu-ip-mismatch' },
    { what: 'IPv4-mapped IPv6', address: `::ffff:${psuIp}`, status: 200, reason: undefined },
  ])('PSU-IP-Address $what: $status $reason', async ({ address, status, reason }) => {
    const answer = await me(await userToken(), address);
    expect(answer.status).toBe(status);
    expect((answer.json as { reason?: string }).reason).toBe(reason);
  });

  test('logging out revokes the token', async () => {
    const token = await userToken();
    const headers = { authorization: `Bearer ${token}`, 'psu-ip-address': psuIp };
    expect((await call(`${client()}/users/logout`, { method: 'POST', headers })).status).toBe(204);
    expect(await me(token)).toMatchObject({ status: 401, json: { reason: 'token-revoked' } });
    expect((await me(await userToken())).status).toBe(200);
  });

  test("a DevApp's own token names no user: 403", async () => {
    const { status, json } = await call(`${sandbox().url}/auth/v1/oauth2/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${pair}`, 'content-type': 'application/x-www-form-urlencoded' },
      body: 'grant_type=client_credentials',
    });
    expect(status).toBe(200);
    const answer = await me((json as { access_token: string }).access_token);
    expect(answer).toMatchObject({ status: 403, json: { reason: 'scope-insufficient' } });
    expect(answer.headers['www-authenticate']).toContain('error="insufficient_scope"');
  });

  test.each([
    { what: 'no user', body: {} },
    { what: 'a user that is a list', body: { userId: ['u1'] } },
    { what: 'an address that is a number', body: { userId: 'u1', psuIp: 7 } },
  ])('a token for $what is 400', async ({ body }) => {
    expect((await post(`${partner()}/tokens`, body, { 'x-connectpay-api-key': pair })).status).toBe(400);
  });
});

describe('mutual TLS', () => {
  const certificateOf = (name: 'client' | 'qwac' | 'other') => {
    const folder = sandbox().certificates?.folder;
    return {
      cert: readFileSync(`${folder}/${name}-chain.pem`),
      key: readFileSync(`${folder}/${name}-key.pem`),
    };
  };
  const callTls = (path: string, options: CallOptions = {}) =>
    call(`${sandbox().tlsUrl}/connectpay/${path}`, {
      ca: readFileSync(`${sandbox().certificates?.folder}/ca.pem`),
      agent: false,
      ...options,
    });
  const accounts = (options: CallOptions = {}) => callTls('mtls/accounts', options);

  test('a certificate and the key of the same DevApp', async () => {
    const headers = { authorization: `Basic ${pair}` };
    expect(await accounts({ ...certificateOf('client'), headers })).toMatchObject({
      status: 200,
      json: { devApp: 'ConnectPay' },
    });
    const other = { authorization: basicOf('OtherApp', 'OtherSecret') };
    expect((await accounts({ ...certificateOf('other'), headers: other })).status).toBe(200);
  });

  test('a certificate of one DevApp with the key of another: identity-conflict', async () => {
    const headers = { authorization: basicOf('OtherApp', 'OtherSecret') };
    expect(await accounts({ ...certificateOf('client'), headers })).toMatchObject({
      status: 403,
      json: { reason: 'identity-conflict' },
    });
  });

  test('no certificate: a 401 that can be read, not a reset', async () => {
    const answer = await accounts({ headers: { authorization: `Basic ${pair}` } });
    expect(answer.status).toBe(401);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.headers['www-authenticate']).toBe('ClientCertificate realm="ConnectPay"');
    expect(answer.json).toMatchObject({ detail: expect.stringContaining('client certificate is required') });
    const [request] = sandbox().requests();
    expect(request).toMatchObject({ outcome: 'absent', checks: [{ outcome: 'failed' }] });
  });

  test('a certificate without the key: 401 with the challenge for the key', async () => {
    const answer = await accounts(certificateOf('client'));
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toContain('Basic');
  });

  test("certificates follow the sandbox's clock", async () => {
    sandbox().clock.offsetSeconds = 10 * 365 * 86_400;
    const headers = { authorization: `Basic ${pair}` };
    expect(await accounts({ ...certificateOf('client'), headers })).toMatchObject({
      status: 401,
      json: { reason: 'certificate-expired' },
    });
  });

  describe('PSD2', () => {
    test('the QWAC holds PSP_AI: accounts', async () => {
      expect(await callTls('psd2/accounts', certificateOf('qwac'))).toMatchObject({
        status: 200,
        json: { devApp: 'ConnectPay', provider: 'PSDLT-BL-LB000001', accounts: [] },
      });
    });

    test('and not PSP_PI: no payments', async () => {
      const answer = await callTls('psd2/payments', { method: 'POST', ...certificateOf('qwac') });
      expect(answer).toMatchObject({ status: 403, json: { reason: 'role-missing' } });
      expect(sandbox().requests()[0]).toMatchObject({
        reason: 'role-missing',
        account: 'ConnectPay',
        checks: expect.arrayContaining([
          { check: 'PSD2 role', outcome: 'failed', detail: 'PSP_PI is wanted, PSP_AI held' },
        ]),
      });
    });

    test.each([
      { what: 'a certificate that is no QWAC', name: 'client', status: 403 },
      { what: 'no certificate', name: undefined, status: 401 },
    ] as const)('$what: $status', async ({ name, status }) => {
      for (const [method, path] of [
        ['GET', 'psd2/accounts'],
        ['POST', 'psd2/payments'],
      ]) {
        const answer = await callTls(`${path}`, {
          ...(method && { method }),
          ...(name && certificateOf(name)),
        });
        expect(answer.status).toBe(status);
        expect((answer.json as { reason?: string }).reason).toBe(name && 'certificate-not-qualified');
      }
    });

    test('the QWAC serves where a client certificate does, too', async () => {
      const headers = { authorization: `Basic ${pair}` };
      expect((await accounts({ ...certificateOf('qwac'), headers })).status).toBe(200);
    });
  });

  describe('revocation', () => {
    const setStatus = (name: string, status: unknown) =>
      call(`${sandbox().url}/_sandbox/certificates/${name}`, {
        method: 'PATCH',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ status }),
      });
    const headers = { authorization: `Basic ${pair}` };
    const client = () => accounts({ ...certificateOf('client'), headers });
    afterEach(() => setStatus('client', 'good'));

    test('a certificate that is revoked is refused at the next request, and the others are not', async () => {
      expect((await client()).status).toBe(200);
      expect(await setStatus('client', 'revoked')).toMatchObject({
        status: 200,
        json: { name: 'client', status: 'revoked' },
      });
      expect(await client()).toMatchObject({ status: 401, json: { reason: 'certificate-revoked' } });
      expect((await callTls('psd2/accounts', certificateOf('qwac'))).status).toBe(200);
      expect((await setStatus('client', 'good')).status).toBe(200);
      expect((await client()).status).toBe(200);
    });

    test('on a connection that is kept alive, too', async () => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      const kept = () => accounts({ ...certificateOf('client'), headers, agent });
      expect((await kept()).status).toBe(200);
      await setStatus('client', 'revoked');
      expect(await kept()).toMatchObject({ status: 401, json: { reason: 'certificate-revoked' } });
      agent.destroy();
    });

    test('the certificates are listed with their status', async () => {
      await setStatus('client', 'revoked');
      const serialNumber = expect.stringMatching(/^[1-9a-f][0-9a-f]*$/);
      expect((await call(`${sandbox().url}/_sandbox/certificates`)).json).toEqual([
        { name: 'client', serialNumber, status: 'revoked' },
        { name: 'qwac', serialNumber, status: 'good' },
        { name: 'other', serialNumber, status: 'good' },
      ]);
    });

    test.each([
      { name: 'nobody', status: 'revoked', answer: 404 },
      { name: 'client', status: 'expired', answer: 400 },
      { name: 'client', status: undefined, answer: 400 },
    ])('$name $status: $answer', async ({ name, status, answer }) => {
      expect((await setStatus(name, status)).status).toBe(answer);
    });

    test.each([
      { name: 'client', revoked: false, says: /: good/ },
      { name: 'client', revoked: true, says: /: revoked/ },
    ] as const)('openssl is told of $name: $says', async ({ name, revoked, says }) => {
      if (revoked) await setStatus(name, 'revoked');
      const { stdout, stderr } = await askOpenssl(`${sandbox().certificates?.folder}`, name);
      expect(stderr).toContain('Response verify OK');
      expect(stdout).toMatch(says);
    });
  });
});

describe('the merchant API', () => {
  const merchantKey = () => readFileSync(`${sandbox().certificates?.folder}/merchant-rsa-key.pem`, 'utf8');
  const body = '{ "amount": "10.00", "note": "two words" }';
  const signedBody = '{"amount":"10.00","note":"twowords"}';
  const pay = (url: string, headers: Record<string, string>, options: CallOptions = {}) =>
    call(`${url}/merchant/payments`, {
      method: 'POST',
      headers: { authorization: `Basic ${pair}`, 'content-type': 'application/json', ...headers },
      body,
      ...options,
    });
  const signature = (host: string, text = signedBody) =>
    signRequest({ url: `${host}/merchant/payments`, body: text, key: merchantKey() });
  const hostOf = (url = '') => new URL(url).host;

  test('Basic and a signature over the request: accepted, for the DevApp', async () => {
    const { url, tlsUrl = '', certificates } = sandbox();
    const accepted = { status: 200, json: { devApp: 'ConnectPay', paymentId: expect.any(String) } };
    expect(await pay(url, { 'x-signature': signature(hostOf(url)) })).toMatchObject(accepted);
    const localhost = `localhost:${new URL(url).port}`;
    expect(await pay(url, { 'x-signature': signature(localhost) })).toMatchObject(accepted);
    expect(await pay(url, { 'x-signature': signature(`http://${hostOf(url)}`) })).toMatchObject(accepted);
    const ca = certificates?.ca ?? '';
    expect(await pay(tlsUrl, { 'x-signature': signature(hostOf(tlsUrl)) }, { ca })).toMatchObject(accepted);
  });

  test.each([
    {
      what: 'another body',
      text: '{"amount":"99.00"}',
      status: 401,
      hint: /sign "post127.0.0.1:\d+\/merchant\/payments"/,
    },
    { what: 'the body with its white space', text: body, status: 401, hint: /white space: remove all of it/ },
  ])('$what: $status', async ({ text, status, hint }) => {
    const answer = await pay(sandbox().url, { 'x-signature': signature(hostOf(sandbox().url), text) });
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.headers['www-authenticate']).toBe(
      'RequestSignature realm="ConnectPay", header="x-signature"',
    );
    expect(sandbox().requests()[0]).toMatchObject({
      reason: 'proof-mismatch',
      account: 'ConnectPay',
      checks: expect.arrayContaining([expect.objectContaining({ hint: expect.stringMatching(hint) })]),
    });
  });

  test('the live host was signed: says which, and which to sign, as it was called', async () => {
    const { url, tlsUrl = '', certificates } = sandbox();
    for (const called of [url, tlsUrl]) {
      const headers = { 'x-signature': signature('api.connectpay.com') };
      expect((await pay(called, headers, { ca: certificates?.ca ?? '' })).status).toBe(401);
      expect(sandbox().requests()[0]?.checks.at(-1)?.hint).toBe(
        `the URL was signed with the host "api.connectpay.com": sign the public host name, ${hostOf(called)}`,
      );
    }
  });

  test('a forged Host does not choose what was signed', async () => {
    const headers = { host: 'forged.example', 'x-signature': signature('forged.example') };
    expect((await pay(sandbox().url, headers)).status).toBe(401);
  });

  test('a signature of one DevApp with Basic of another: identity-conflict', async () => {
    const headers = {
      authorization: basicOf('OtherApp', 'OtherSecret'),
      'x-signature': signature(hostOf(sandbox().url)),
    };
    expect(await pay(sandbox().url, headers)).toMatchObject({
      status: 403,
      json: { reason: 'identity-conflict' },
    });
  });

  test('no signature: 401 with the challenge for it; no Basic: with that for Basic', async () => {
    const unsigned = await pay(sandbox().url, {});
    expect([unsigned.status, unsigned.headers['www-authenticate']]).toEqual([
      401,
      expect.stringContaining('RequestSignature'),
    ]);
    const signed = signature(hostOf(sandbox().url));
    const nobody = await call(`${sandbox().url}/merchant/payments`, {
      method: 'POST',
      headers: { 'x-signature': signed },
    });
    expect([nobody.status, nobody.headers['www-authenticate']]).toEqual([
      401,
      expect.stringContaining('Basic'),
    ]);
  });

  test('another method: 405 in the form of a problem', async () => {
    const answer = await call(`${sandbox().url}/merchant/payments`);
    expect([answer.status, answer.headers.allow]).toEqual([405, 'POST']);
    expect(answer.headers['content-type']).toBe('application/problem+json');
  });
});

/** Asks the responder that the certificate names, and verifies its answer. */
async function askOpenssl(folder: string, name: string) {
  const chain = readFileSync(`${folder}/${name}-chain.pem`, 'utf8');
  const [leaf = '', issuer = ''] = chain.split(/(?<=-----END CERTIFICATE-----\n)/);
  const [url = ''] = /http:\S+/.exec(new X509Certificate(leaf).infoAccess ?? '') ?? [];
  writeFileSync(`${folder}/${name}-leaf.pem`, leaf);
  writeFileSync(`${folder}/${name}-issuer.pem`, issuer);
  const files = ['-issuer', `${folder}/${name}-issuer.pem`, '-cert', `${folder}/${name}-leaf.pem`];
  return run('openssl', ['ocsp', '-url', url, ...files, '-CAfile', `${folder}/ca.pem`]);
}
