import { demoAccounts, type Sandbox } from '@countersign/sandbox';
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { ClientCredentials } from 'simple-oauth2';
import { describe, expect, test } from 'vitest';
import { call } from '../support/call.ts';
import { runningSandbox } from '../support/running-sandbox.ts';

// The clients as npm has them: nothing of them is changed, and plain HTTP is all they are told to put up with.

// Of every character that clients encode in their own way.
const odd = { id: 'my-client_1.0~!*', secrets: ['p@ss: %2B+/=& '] };
const sandbox = runningSandbox({
  tlsPort: false,
  accounts: {
    ...demoAccounts,
    pledg: [...demoAccounts.pledg, odd],
    connectpay: [...demoAccounts.connectpay, odd],
  },
});

interface Client {
  readonly id: string;
  readonly secret: string;
}

interface Token {
  readonly access_token?: unknown;
  readonly token_type?: unknown;
  readonly expires_in?: unknown;
}

/** How a client gets a token at a path of a sandbox, and what it makes of a refusal. */
interface Library {
  readonly name: string;
  token(path: string, client: Client): Promise<Token>;
  readonly refused: object;
}

const url = () => sandbox().url;
const insecure = { [oauth.allowInsecureRequests]: true };
const challenged = {
  status: 401,
  cause: [{ scheme: 'basic', parameters: { realm: expect.any(String) as string, charset: 'UTF-8' } }],
};

function endpoint(path: string): oauth.AuthorizationServer {
  return { issuer: url(), token_endpoint: url() + path };
}

const libraries: readonly Library[] = [
  {
    name: 'openid-client',
    async token(path, { id, secret }) {
      const configuration = new openid.Configuration(
        endpoint(path),
        id,
        undefined,
        openid.ClientSecretBasic(secret),
      );
      openid.allowInsecureRequests(configuration);
      return openid.clientCredentialsGrant(configuration);
    },
    refused: challenged,
  },
  {
    name: 'oauth4webapi',
    token: (path, client) => withOauth4webapi(endpoint(path), client),
    refused: challenged,
  },
  ...(['strict', 'loose'] as const).map((credentialsEncodingMode) => ({
    name: `simple-oauth2, ${credentialsEncodingMode}`,
    async token(path: string, client: Client): Promise<Token> {
      const grant = new ClientCredentials({
        client,
        auth: { tokenHost: url(), tokenPath: path },
        options: { credentialsEncodingMode },
      });
      const { token } = await grant.getToken({});
      return token;
    },
    refused: { data: { payload: { error: 'invalid_client' } }, output: { statusCode: 401 } },
  })),
];

async function withOauth4webapi(server: oauth.AuthorizationServer, { id, secret }: Client): Promise<Token> {
  const client = { client_id: id };
  const authentication = oauth.ClientSecretBasic(secret);
  const response = await oauth.clientCredentialsGrantRequest(server, client, authentication, {}, insecure);
  return oauth.processClientCredentialsResponse(server, client, response);
}

const paths = [
  { path: '/api/token', client: { id: 'your_key', secret: 'your_secret' }, seconds: 600 },
  { path: '/oauth/token', client: { id: 'your_key', secret: 'your_secret' }, seconds: 600 },
  { path: '/auth/v1/oauth2/token', client: { id: 'ConnectPay', secret: 'EasyBanking' }, seconds: 300 },
];

describe.each(libraries)('$name', ({ token, refused }) => {
  describe.each(paths)('at $path', ({ path, client, seconds }) => {
    const oddClient = { id: odd.id, secret: String(odd.secrets[0]) };

    test('gets a token, which opens a route that takes tokens', async () => {
      const { access_token, token_type, expires_in } = await token(path, client);
      expect(String(token_type).toLowerCase()).toBe('bearer');
      expect(expires_in).toBe(seconds);
      await expectOpens(sandbox(), path, String(access_token));
    });

    test('gets one with an id and a secret of odd characters', async () => {
      expect(await token(path, oddClient)).toMatchObject({ access_token: expect.any(String) });
    });

    test.each([
      { what: 'a wrong secret', wrong: { ...client, secret: 'wrong' } },
      { what: 'an unknown client', wrong: { ...client, id: 'nobody' } },
      { what: 'id and secret swapped', wrong: { id: client.secret, secret: client.id } },
      { what: 'a wrong secret of odd characters', wrong: { ...oddClient, secret: `${oddClient.secret}!` } },
    ])('is refused with $what, and understands it', async ({ wrong }) => {
      await expect(token(path, wrong)).rejects.toMatchObject(refused);
    });
  });
});

/** ConnectPay's routes for tokens take those of users: a DevApp's own is known there, and lacks their scope. */
async function expectOpens({ url }: Sandbox, path: string, token: string): Promise<void> {
  const answerTo = (text: string) => {
    const headers = { authorization: `Bearer ${text}`, 'psu-ip-address': '111.111.11.111' };
    return path.startsWith('/auth')
      ? call(`${url}/baas-sca/user-management/client/users/me`, { headers })
      : call(`${url}/api/purchases/p1/release`, { method: 'POST', headers });
  };
  expect(await answerTo(token)).toMatchObject(
    path.startsWith('/auth')
      ? { status: 403, json: { reason: 'scope-insufficient' } }
      : { status: 200, json: { uid: 'p1' } },
  );
  expect((await answerTo(`${token.slice(0, -4)}AAAA`)).status).toBe(401);
}

describe('the metadata document', () => {
  const client = { id: 'your_key', secret: 'your_secret' };

  test('is discovered by openid-client', async () => {
    const configuration = await openid.discovery(
      new URL(url()),
      client.id,
      undefined,
      openid.ClientSecretBasic(client.secret),
      { algorithm: 'oauth2', execute: [openid.allowInsecureRequests] },
    );
    expect(configuration.serverMetadata().token_endpoint).toBe(`${url()}/oauth/token`);
    const { access_token } = await openid.clientCredentialsGrant(configuration);
    const protectedUrl = new URL(`${url()}/api/purchases/p1/release`);
    const response = await openid.fetchProtectedResource(configuration, access_token, protectedUrl, 'POST');
    expect(await response.json()).toMatchObject({ uid: 'p1' });
  });

  test('is discovered by oauth4webapi', async () => {
    const issuer = new URL(url());
    const response = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...insecure });
    const server = await oauth.processDiscoveryResponse(issuer, response);
    const { access_token } = await withOauth4webapi(server, client);
    const release = await oauth.protectedResourceRequest(
      String(access_token),
      'POST',
      new URL(`${url()}/api/purchases/p1/release`),
      undefined,
      undefined,
      insecure,
    );
    expect(await release.json()).toMatchObject({ uid: 'p1' });
  });

  test('has the required members (RFC 8414, section 2)', async () => {
    const { headers, json } = await call(`${url()}/.well-known/oauth-authorization-server`);
    expect(headers['content-type']).toMatch(/^application\/json/);
    expect(json).toEqual({
      issuer: url(),
      token_endpoint: `${url()}/oauth/token`,
      token_endpoint_auth_methods_supported: ['client_secret_basic'],
      grant_types_supported: ['client_credentials'],
      response_types_supported: [],
    });
  });
});
