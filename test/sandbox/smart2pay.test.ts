import { describe, expect, test } from 'vitest';
import { basicOf, call, post } from '../support/call.ts';
import { runningSandbox } from '../support/running-sandbox.ts';

const apiKey = 'hJ5RobYx9r7FfNwCvHY9LXHqqr+FEzrc7aJvQQk4Gaz1mg7Ryy';
const documented = 'Basic MzAyMDE6aEo1Um9iWXg5cjdGZk53Q3ZIWTlMWEhxcXIrRkV6cmM3YUp2UVFrNEdhejFtZzdSeXk=';

const sandbox = runningSandbox({ tlsPort: false });

test.each(['/v1/methods', '/v1/methods/', '/v1/methods/assigned/', '/v1/payments', '/v1/payments/?limit=1'])(
  'GET %s with the documented header is 200',
  async (path) => {
    const headers = {
      authorization: documented,
      'content-type': 'application/json; charset=utf-8',
      'content-length': 0,
    };
    const { status, json } = await call(sandbox().url + path, { headers });
    expect(status).toBe(200);
    expect(json).toHaveProperty(path.includes('methods') ? 'Methods' : 'Payments');
  },
);

test.each([
  { what: 'none', headers: {} },
  { what: 'a wrong key', headers: { authorization: basicOf('30201', 'wrong') } },
  { what: 'an unknown site', headers: { authorization: basicOf('30202', apiKey) } },
  { what: 'an id that loosely equals the site', headers: { authorization: basicOf('3.0201e4', apiKey) } },
  { what: 'a malformed header', headers: { authorization: 'Basic %%%' } },
  { what: 'the header twice', headers: { authorization: [documented, documented] } },
  { what: 'the key form-encoded', headers: { authorization: basicOf('30201', encodeURIComponent(apiKey)) } },
])('credentials that are $what: 401, and the same bytes for each', async ({ headers }) => {
  const answer = await call(`${sandbox().url}/v1/methods/`, { headers });
  expect(answer.status).toBe(401);
  expect(answer.headers['www-authenticate']).toBe('Basic realm="Smart2Pay", charset="UTF-8"');
  expect(answer.headers['cache-control']).toBe('no-store');
  expect(answer.json).toEqual({ Message: 'The credentials are missing, malformed or wrong.' });
});

describe('a payment', () => {
  const headers = { authorization: documented };
  const create = async () => {
    const { json } = await post(
      `${sandbox().url}/v1/payments`,
      {
        Payment: {
          MerchantTransactionID: 'a/b',
          Amount: 1100,
          Currency: 'EUR',
          ReturnURL: 'https://m.example/',
        },
      },
      headers,
    );
    return (json as { Payment: { ID: number } }).Payment;
  };

  test('is created, read, listed, captured, cancelled and refunded', async () => {
    const payment = await create();
    expect(payment).toMatchObject({
      MerchantTransactionID: 'a/b',
      Amount: 1100,
      Currency: 'EUR',
      ReturnURL: 'https://m.example/',
      SiteID: 30201,
      Status: { ID: 1, Info: 'Open', Reasons: [] },
      RedirectURL: expect.stringContaining('http'),
    });
    const url = `${sandbox().url}/v1/payments/${payment.ID}`;
    expect((await call(`${url}/`, { headers })).json).toEqual({ Payment: payment });
    expect((await call(`${sandbox().url}/v1/payments`, { headers })).json).toMatchObject({
      Payments: expect.arrayContaining([payment]),
    });
    expect((await post(`${url}/capture`, {}, headers)).json).toMatchObject({
      Payment: { Status: { ID: 11 } },
    });
    expect((await post(`${url}/cancel`, {}, headers)).json).toMatchObject({ Payment: { Status: { ID: 3 } } });
    expect((await post(`${url}/refunds`, { Refund: { Amount: 5 } }, headers)).status).toBe(201);
    expect((await call(`${url}/refunds`, { headers })).json).toMatchObject({
      Refunds: [{ PaymentID: payment.ID, Amount: 5 }],
    });
  });

  test.each([
    { what: 'an unknown payment', method: 'GET', path: '/v1/payments/999999', status: 404 },
    { what: 'an unknown path', method: 'GET', path: '/v1/nothing', status: 404 },
    { what: 'a path that does not decode', method: 'GET', path: '/v1/payments/%zz', status: 400 },
    { what: 'a wrong method', method: 'DELETE', path: '/v1/payments', status: 405 },
    { what: 'a body that is not JSON', method: 'POST', path: '/v1/payments', body: '{', status: 400 },
    {
      what: 'a body without a payment',
      method: 'POST',
      path: '/v1/payments',
      body: '{"Payment":[]}',
      status: 400,
    },
    {
      what: 'a body past the bound',
      method: 'POST',
      path: '/v1/payments',
      body: `"${'a'.repeat(110_000)}"`,
      status: 413,
    },
  ])('$what is $status with a Message', async ({ method, path, body, status }) => {
    const answer = await call(sandbox().url + path, {
      method,
      headers: { ...headers, 'content-type': 'application/json' },
      ...(body !== undefined && { body }),
    });
    expect(answer.status).toBe(status);
    expect(answer.json).toEqual({ Message: expect.any(String) });
  });

  test('a card is authenticated', async () => {
    const answer = await post(`${sandbox().url}/v1/card/authenticate`, {}, headers);
    expect(answer).toMatchObject({
      status: 200,
      json: { CardAuthentication: { Status: { Info: 'Success' } } },
    });
  });

  test('a wrong method is told the right ones', async () => {
    const answer = await call(`${sandbox().url}/v1/payments`, { method: 'PUT', headers });
    expect(answer.headers.allow).toBe('GET, POST');
  });
});
