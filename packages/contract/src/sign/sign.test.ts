import { expect, test } from 'vitest';
import type { ApiKeyFault } from './api-key.ts';
import type { BasicFault } from './basic.ts';
import type { BearerFault } from './bearer.ts';
import { sign } from './index.ts';
import type { PairFault } from './pair.ts';
import type { TokenRequestFault } from './token-request.ts';

// Documented by the providers: PROVIDERS in docs/providers.
const known = [
  {
    provider: 'Smart2Pay',
    id: '30201',
    secret: 'hJ5RobYx9r7FfNwCvHY9LXHqqr+FEzrc7aJvQQk4Gaz1mg7Ryy',
    encoded: 'MzAyMDE6aEo1Um9iWXg5cjdGZk53Q3ZIWTlMWEhxcXIrRkV6cmM3YUp2UVFrNEdhejFtZzdSeXk=',
  },
  {
    provider: 'ConnectPay',
    id: 'ConnectPay',
    secret: 'EasyBanking',
    encoded: 'Q29ubmVjdFBheTpFYXN5QmFua2luZw==',
  },
  { provider: 'Pledg', id: 'your_key', secret: 'your_secret', encoded: 'eW91cl9rZXk6eW91cl9zZWNyZXQ=' },
  {
    provider: 'the Pledg dashboard',
    id: 'random@domain.com',
    secret: 'john123',
    encoded: 'cmFuZG9tQGRvbWFpbi5jb206am9objEyMw==',
  },
];

test.each(known)('the documented pair of $provider', ({ id, secret, encoded }) => {
  expect(sign.basic({ id, secret })).toEqual({
    headers: { authorization: `Basic ${encoded}` },
    init: { headers: { authorization: `Basic ${encoded}` } },
  });
  expect(sign.apiKey({ id, secret }).headers).toEqual({ 'x-connectpay-api-key': encoded });
  expect(sign.apiKey({ id, secret, basicPrefix: true }).headers).toEqual({
    'x-connectpay-api-key': `Basic ${encoded}`,
  });
  const body = 'grant_type=client_credentials';
  const headers = {
    authorization: `Basic ${encoded}`,
    'content-type': 'application/x-www-form-urlencoded',
  };
  expect(sign.tokenRequest({ id, secret })).toEqual({
    headers,
    body,
    init: { method: 'POST', headers, body },
  });
});

// base64 of printf '…' | base64, by hand.
const pairFaults: Record<PairFault, string> = {
  'not-encoded': 'a:?>~',
  'encoded-twice': 'WVRvL1BuND0=',
  'url-safe-alphabet': 'YTo_Pn4=',
  unpadded: 'YTo/Pn4',
  'form-encoded': 'JTYxOiUzRiUzRSU3RQ==',
  'no-colon': 'YT8+fg==',
  swapped: 'Pz5+OmE=',
  'newline-after-secret': 'YTo/Pn4K',
  'white-space-around-secret': 'YTogPz5+IA==',
};

test.each(Object.entries(pairFaults))('a pair that is %s', (name, encoded) => {
  const fault = name as PairFault;
  expect(sign.basic({ id: 'a', secret: '?>~', fault }).headers).toEqual({
    authorization: `Basic ${encoded}`,
  });
  expect(sign.apiKey({ id: 'a', secret: '?>~', fault, header: 'x-key' }).headers).toEqual({
    'x-key': encoded,
  });
});

const pair = { id: 'your_key', secret: 'your_secret' };
const encoded = 'eW91cl9rZXk6eW91cl9zZWNyZXQ=';

test.each<{ fault: BasicFault; headers: Record<string, string> }>([
  { fault: 'scheme-missing', headers: { authorization: encoded } },
  { fault: 'scheme-twice', headers: { authorization: `Basic Basic ${encoded}` } },
  { fault: 'other-header', headers: { 'x-connectpay-api-key': encoded } },
])('Basic with $fault', ({ fault, headers }) => {
  expect(sign.basic({ ...pair, fault }).headers).toEqual(headers);
});

test.each<{ fault: ApiKeyFault; headers: Record<string, string> }>([
  { fault: 'prefix-twice', headers: { 'x-connectpay-api-key': `Basic Basic ${encoded}` } },
  { fault: 'in-authorization', headers: { authorization: `Basic ${encoded}` } },
])('an API key with $fault', ({ fault, headers }) => {
  expect(sign.apiKey({ ...pair, fault }).headers).toEqual(headers);
});

test('a bearer token with the address of the user', () => {
  expect(sign.bearer({ token: 'a.b.c', psuIpAddress: '111.111.11.111' }).init).toEqual({
    headers: { authorization: 'Bearer a.b.c', 'psu-ip-address': '111.111.11.111' },
  });
  expect(sign.bearer({ token: 'a.b.c' }).headers).toEqual({ authorization: 'Bearer a.b.c' });
});

const bearerHeaders = { authorization: 'Bearer a.b.c', 'psu-ip-address': '111.111.11.111' };

test.each<{ fault: BearerFault; headers: Record<string, string> }>([
  { fault: 'scheme-missing', headers: { ...bearerHeaders, authorization: 'a.b.c' } },
  { fault: 'scheme-alone', headers: { ...bearerHeaders, authorization: 'Bearer' } },
  { fault: 'two-parts', headers: { ...bearerHeaders, authorization: 'Bearer a.b.c more' } },
  { fault: 'psu-ip-missing', headers: { authorization: 'Bearer a.b.c' } },
  { fault: 'psu-ip-with-port', headers: { ...bearerHeaders, 'psu-ip-address': '111.111.11.111:443' } },
  { fault: 'psu-ip-list', headers: { ...bearerHeaders, 'psu-ip-address': '111.111.11.111, 111.111.11.111' } },
])('a bearer token with $fault', ({ fault, headers }) => {
  expect(sign.bearer({ token: 'a.b.c', psuIpAddress: '111.111.11.111', fault }).headers).toEqual(headers);
});

test('a token request with a form-encoded pair and scopes', () => {
  const { headers, body } = sign.tokenRequest({
    id: 'a',
    secret: '?>~',
    formEncoded: true,
    scopes: ['one', 'two'],
  });
  expect(headers.authorization).toBe('Basic JTYxOiUzRiUzRSU3RQ==');
  expect(body).toBe('grant_type=client_credentials&scope=one+two');
});

const formHeaders = {
  authorization: `Basic ${encoded}`,
  'content-type': 'application/x-www-form-urlencoded',
};

test.each<{ fault: TokenRequestFault; headers: Record<string, string>; body: string }>([
  { fault: 'other-grant-type', headers: formHeaders, body: 'grant_type=authorization_code' },
  { fault: 'without-grant-type', headers: formHeaders, body: '' },
  {
    fault: 'json-body',
    headers: { ...formHeaders, 'content-type': 'application/json' },
    body: '{"grant_type":"client_credentials"}',
  },
  {
    fault: 'credentials-in-body',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'grant_type=client_credentials&client_id=your_key&client_secret=your_secret',
  },
])('a token request with $fault', ({ fault, headers, body }) => {
  expect(sign.tokenRequest({ ...pair, fault })).toMatchObject({ headers, body });
  expect(Object.keys(sign.tokenRequest({ ...pair, fault }).headers)).toEqual(Object.keys(headers));
});

test.each([
  () => sign.basic({ ...pair, fault: 'toString' as PairFault }),
  () => sign.apiKey({ ...pair, fault: 'toString' as PairFault }),
  () => sign.bearer({ token: 'a.b.c', fault: 'toString' as BearerFault }),
  () => sign.tokenRequest({ ...pair, fault: 'toString' as TokenRequestFault }),
])('a fault that there is none of is named so', (signing) => {
  expect(signing).toThrow(/^fault must be one of /);
});
