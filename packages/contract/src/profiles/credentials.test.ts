import { expect, test } from 'vitest';
import { CredentialsError, credentialsReader } from './credentials.ts';

test('everything that is wrong is told at once, by its path, and nothing of what it holds', () => {
  const reader = credentialsReader({
    account: { id: 7, secret: 's3cret' },
    number: 's3cret',
    flag: 's3cret',
    object: ['s3cret'],
    deep: { deeper: { text: '' } },
  });
  reader.pair('account');
  reader.text('missing');
  reader.optionalNumber('number');
  reader.flag('flag');
  reader.optionalObject('object');
  reader.part('deep').part('deeper').text('text');
  reader.part('nowhere').pair('account');
  reader.request('request');
  reader.text('toString');
  expect(() => reader.check()).toThrow(
    new CredentialsError(
      [
        'account.id must be a string that is not empty',
        'missing must be a string that is not empty',
        'number must be a positive number',
        'flag must be true or false',
        'object must be a JSON object',
        'deep.deeper.text must be a string that is not empty',
        'nowhere must be a JSON object',
        'nowhere.account must be a JSON object',
        'nowhere.account.id must be a string that is not empty',
        'nowhere.account.secret must be a string that is not empty',
        'request must be a JSON object',
        'request.method must be a string that is not empty',
        'request.path must be a string that is not empty',
        'toString must be a string that is not empty',
      ].join('\n'),
    ),
  );
});

test('what may be left out is', () => {
  const reader = credentialsReader({});
  expect([
    reader.optionalText('x'),
    reader.optionalNumber('x'),
    reader.optionalObject('x'),
    reader.optionalPair('x'),
    reader.optionalRequest('x'),
    reader.optionalCertificate('x'),
    reader.optionalPart('x'),
    reader.flag('x'),
  ]).toEqual([...Array(7).fill(undefined), false]);
  const otherwise = { method: 'GET', path: '/', headers: [] };
  expect(reader.request('x', otherwise)).toBe(otherwise);
  reader.check();
});

test.each([undefined, null, 'text', []])('%j is no JSON object', (value) => {
  expect(() => credentialsReader(value).check()).toThrow('the credentials must be a JSON object');
});

test.each([
  { body: 'grant_type=x', sent: 'grant_type=x' },
  { body: { a: 1 }, sent: '{"a":1}' },
])('the body of a request is a text, or JSON', ({ body, sent }) => {
  const reader = credentialsReader({
    request: { method: 'POST', path: '/x', headers: { 'x-a': '1', 'x-b': 2 }, body },
  });
  expect(reader.request('request')).toEqual({
    method: 'POST',
    path: '/x',
    headers: [
      ['x-a', '1'],
      ['x-b', '2'],
    ],
    body: sent,
  });
  reader.check();
});

test.each([
  { what: 'text that is no PEM', chain: 's3cret', key: 's3cret' },
  { what: 'the path of nothing', chain: '/nowhere/s3cret.pem', key: '/nowhere/s3cret.pem' },
  {
    what: 'PEM of nothing',
    chain: '-----BEGIN CERTIFICATE-----\ns3cret\n-----END CERTIFICATE-----',
    key: '-----BEGIN PRIVATE KEY-----\ns3cret\n-----END PRIVATE KEY-----',
  },
])('$what is no certificate, and is not repeated', ({ what: _, ...certificate }) => {
  const reader = credentialsReader({ client: certificate });
  reader.certificate('client');
  const wanted = 'a chain and the key of its first certificate: PEM text, or paths of PEM files';
  expect(() => reader.check()).toThrow(new CredentialsError(`client must be ${wanted}`));
});
