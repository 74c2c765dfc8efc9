import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashSecret } from '@countersign/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAuthority } from '../authority/authority.ts';
import { demoAccounts } from '../state/accounts.ts';
import { ConfigError } from './config-error.ts';
import { exampleConfig } from './example-config.ts';
import { readConfig } from './read-config.ts';

const folder = mkdtempSync(join(tmpdir(), 'countersign-config-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const serialNumber = '0a1b2c';
let caPem = '';
beforeAll(async () => {
  const authority = await createAuthority({ commonName: 'Own CA' });
  const devapp = await authority.issueClient({ commonName: 'DevApp', serialNumber });
  caPem = authority.root.pem;
  writeFileSync(join(folder, 'ca.pem'), caPem);
  writeFileSync(join(folder, 'devapp.pem'), devapp.chainPem);
  writeFileSync(join(folder, 'key.pem'), devapp.keyPem);
});

const file = join(folder, 'sandbox.yaml');

function read(text: string | Uint8Array) {
  writeFileSync(file, text);
  return readConfig(file);
}

/** Every line of what is said, without the name of the file. */
function problemsOf(text: string | Uint8Array): string[] {
  try {
    read(text);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message.split('\n').map((line) => line.replace(`${file}:`, ''));
  }
}

describe('a configuration file', () => {
  test('becomes the options of a sandbox', () => {
    const options = read(`
host: 0.0.0.0
port: 0
tlsPort: false
certificateFolder: certs
trustAnchors: [ca.pem]
providers: [connectpay]
throttle: true
clockOffsetSeconds: -1.5
accounts: {}
`);
    expect(options).toEqual({
      host: '0.0.0.0',
      port: 0,
      tlsPort: false,
      certificateFolder: join(folder, 'certs'),
      trustAnchors: [caPem],
      providers: ['connectpay'],
      throttle: true,
      clockOffsetSeconds: -1.5,
      accounts: {},
    });
  });

  test('may be JSON, indented with tabs and with the escapes of JSON', () => {
    const account = { id: 'login', secrets: ['s/"\\\u00e9😀', { value: 'before' }], digests: ['sha1'] };
    const json = JSON.stringify({ accounts: { placetopay: [account] } }, undefined, '\t');
    const escaped = json.replace('/', '\\/').replace('😀', '\\ud83d\\ude00');
    expect(read(escaped)).toEqual({ accounts: { placetopay: [account] } });
  });

  test('that says nothing of accounts leaves the demo accounts', () => {
    expect(read('port: 1')).toEqual({ port: 1 });
  });

  test('has accounts with all that an account has', () => {
    const { accounts } = read(`
accounts:
  smart2pay:
    - id: '0012'
      status: credentials-expired
      secrets: [one, { value: two, notAfter: 2030-01-31T12:00:00+02:00 }, { value: '3' }]
      addresses: [192.0.2.7, 10.0.0.0/8, '::1']
  connectpay:
    - id: DevApp
      certificates: [devapp.pem, { serialNumber: '4a3f', commonName: Other, issuer: CN=CA }]
  placetopay:
    - { id: login, secrets: [s], digests: [sha256, sha1], allowReplay: true }
`);
    expect(accounts).toEqual({
      smart2pay: [
        {
          id: '0012',
          status: 'credentials-expired',
          secrets: ['one', { value: 'two', notAfter: Date.UTC(2030, 0, 31, 10) }, { value: '3' }],
          addresses: ['192.0.2.7', '10.0.0.0/8', '::1'],
        },
      ],
      connectpay: [
        {
          id: 'DevApp',
          certificates: [
            { serialNumber: 'a1b2c', commonName: 'DevApp', issuer: 'CN=Own CA Issuing,O=Countersign' },
            { serialNumber: '4a3f', commonName: 'Other', issuer: 'CN=CA' },
          ],
        },
      ],
      placetopay: [{ id: 'login', secrets: ['s'], digests: ['sha256', 'sha1'], allowReplay: true }],
    });
  });

  test('may hold public keys, as PEM text, of 2048 bits or more', () => {
    const pemOf = (modulusLength: number) =>
      generateKeyPairSync('rsa', { modulusLength })
        .publicKey.export({ type: 'spki', format: 'pem' })
        .toString();
    const of = (key: string) => `accounts: { connectpay: [{ id: a, publicKeys: [${JSON.stringify(key)}] }] }`;
    const key = pemOf(2048);
    expect(read(of(key)).accounts?.connectpay).toEqual([{ id: 'a', publicKeys: [key] }]);
    for (const wrong of [pemOf(1024), 'no key']) {
      expect(problemsOf(of(wrong))).toEqual([
        expect.stringContaining('an RSA public key of 2048 bits or more'),
      ]);
    }
  });

  test('may hold hashes in place of secrets, but not where the secret itself is needed', async () => {
    const hash = await hashSecret('a secret', { algorithm: 'sha256' });
    const of = (group: string) => `accounts: { ${group}: [{ id: '1', secrets: [${hash}] }] }`;
    expect(read(of('smart2pay')).accounts?.smart2pay).toEqual([{ id: '1', secrets: [hash] }]);
    for (const group of ['placetopay', 'pledgMerchants']) {
      expect(problemsOf(of(group))).toEqual([
        expect.stringMatching(
          `^1:\\d+ accounts\\.${group}\\[0\\]\\.secrets\\[0\\]: must be the secret itself, no hash of it`,
        ),
      ]);
    }
  });

  test('that cannot be read is named', () => {
    const nowhere = join(folder, 'nowhere.yaml');
    expect(() => readConfig(nowhere)).toThrow(`${nowhere}: cannot be read: ENOENT`);
    expect(() => readConfig(folder)).toThrow(`${folder}: cannot be read: `);
    writeFileSync(file, Buffer.alloc(1024 * 1024 + 1, '#'));
    expect(() => readConfig(file)).toThrow('larger than a mebibyte');
    writeFileSync(file, Buffer.from([0x61, 0xff]));
    expect(() => readConfig(file)).toThrow(`${file}: cannot be read: `);
  });
});

describe('what is wrong with it', () => {
  test('is told at once, all of it, by line, column and field', () => {
    const problems = problemsOf(`prot: 4010
provider: []
accounts:
  smart2pay:
    - id: 30201
      stauts: active
  placetopay:
    - id: login
      secrets: []
`);
    expect(problems).toEqual([
      '1:1 prot: is not known: use host, port, tlsPort, certificateFolder, trustAnchors, providers, throttle, clockOffsetSeconds, accounts (did you mean port?)',
      '2:1 provider: is not known: use host, port, tlsPort, certificateFolder, trustAnchors, providers, throttle, clockOffsetSeconds, accounts (did you mean providers?)',
      '5:7 accounts.smart2pay[0].secrets: is missing',
      '5:11 accounts.smart2pay[0].id: is not read as text: put it in quotes',
      '6:7 accounts.smart2pay[0].stauts: is not known: use id, status, secrets, addresses (did you mean status?)',
      '9:16 accounts.placetopay[0].secrets: must be a list of secrets, at least one',
    ]);
  });

  const inAccount = (fields: string, group = 'smart2pay') =>
    `accounts: { ${group}: [{ id: '1', ${fields} }] }`;
  const inSecrets = (secrets: string) => inAccount(`secrets: ${secrets}`);

  test.each([
    ['', '1:1: must be a mapping with host'],
    ['# nothing', '1:1: must be a mapping with host'],
    ['[]', '1:1: must be a mapping with host'],
    ['host:', '1:6 host: must be a name or an address to listen on'],
    ['host: 127', '1:7 host: is not read as text: put it in quotes'],
    ['port: 65536', '1:7 port: must be a port, a whole number from 0 to 65535'],
    ['port: -1', '1:7 port: must be a port'],
    ['port: 1.5', '1:7 port: must be a port'],
    ["port: '80'", '1:7 port: must be a port'],
    ['port: false', '1:7 port: must be a port'],
    ['tlsPort: true', '1:10 tlsPort: must be a port'],
    ['throttle: yes', '1:11 throttle: must be true or false'],
    ['clockOffsetSeconds: .nan', '1:21 clockOffsetSeconds: must be a number of seconds, at most fifty years'],
    ['clockOffsetSeconds: 1576800001', '1:21 clockOffsetSeconds: must be a number of seconds'],
    ['providers: [acme]', '1:13 providers[0]: must be one of smart2pay, connectpay, pledg, placetopay'],
    ['providers: [pleg]', '(did you mean pledg?)'],
    ['providers: [pledg, pledg]', '1:20 providers[1]: is there twice'],
    ['port: 1\nport: 2', '2:1 port: is there twice'],
    ['__proto__: { host: a }', '1:1: has a key that is not known: use host'],
    ['? [a]\n: b', 'has a key that is not known'],
    [
      'trustAnchors: [key.pem]',
      '1:16 trustAnchors[0]: must be a path to a PEM file with a certificate: no certificate is in it',
    ],
    ['accounts: []', '1:11 accounts: must be a mapping with smart2pay, '],
    ['accounts: { acme: [] }', '1:13 accounts.acme: is not known: use smart2pay, '],
    ['accounts: { pledg: {} }', '1:20 accounts.pledg: must be a list of accounts'],
    ['accounts: { pledg: [null] }', '1:21 accounts.pledg[0]: must be a mapping with id, '],
    ['accounts: { pledg: [{ secrets: [a] }] }', '1:21 accounts.pledg[0].id: is missing'],
    [
      'accounts: { pledg: [{ id: "", secrets: [a] }] }',
      '1:27 accounts.pledg[0].id: must be an id without a colon',
    ],
    [
      'accounts: { pledg: [{ id: "a:b", secrets: [a] }] }',
      'accounts.pledg[0].id: must be an id without a colon',
    ],
    [
      'accounts: { smart2pay: [{ id: a1, secrets: [a] }] }',
      'accounts.smart2pay[0].id: must be a SiteID, which is digits',
    ],
    [
      'accounts: { pledg: [{ id: a, secrets: [a] }, { id: a, secrets: [b] }] }',
      '1:46 accounts.pledg[1]: has the id of another account',
    ],
    [
      inAccount('secrets: [a], status: inactve'),
      'must be one of active, inactive, expired, credentials-expired (did you mean inactive?)',
    ],
    [
      inAccount('secrets: [a], addresses: [10.0.0.0/33]'),
      'addresses[0]: must be an address or a range, such as 192.0.2.7 or 10.0.0.0/8',
    ],
    [inAccount('secrets: [a], digests: [sha1]'), 'smart2pay[0].digests: is not known'],
    [
      inAccount('secrets: [a], digests: []', 'placetopay'),
      'digests: must be a list of digests, at least one of sha256, sha1',
    ],
    [inAccount('secrets: [a], digests: [md5]', 'placetopay'), 'digests[0]: must be one of sha256, sha1'],
    [inAccount('secrets: [a], allowReplay: "false"', 'placetopay'), 'allowReplay: must be true or false'],
    [
      inAccount('certificates: [nowhere.pem]', 'connectpay'),
      'certificates[0]: cannot be read (ENOENT): a path is relative to the folder of this file',
    ],
    [
      inAccount('certificates: [{ serialNumber: zz, commonName: a }]', 'connectpay'),
      'certificates[0].serialNumber: must be hexadecimal',
    ],
    [
      inAccount('certificates: [{ serialNumber: ab }]', 'connectpay'),
      'certificates[0].commonName: is missing',
    ],
    [
      inAccount('certificates: [{ serialNumber: ab, commonName: a, fingerprint256: ab }]', 'connectpay'),
      'fingerprint256: must be a SHA-256, 64 hexadecimal digits',
    ],
    [inSecrets('[a, a]'), 'secrets[1]: is there twice'],
    [
      inSecrets('[{ value: a, notAfter: 2030-01-31 }]'),
      'secrets[0].notAfter: must be a date, a time and a zone, such as 2030-01-31T12:00:00Z',
    ],
    [inSecrets('[{ value: a, notAfter: 2030-02-30T12:00:00Z }]'), 'notAfter: must be a date'],
    [inSecrets('[{ value: a, notAfter: 2030-01-31T25:00:00Z }]'), 'notAfter: must be a date'],
    [inSecrets('[{ value: a, notAfter: 2030-01-31T12:00:00 }]'), 'notAfter: must be a date'],
    [inSecrets('[{ notAfter: 2030-01-31T12:00:00Z }]'), 'secrets[0].value: is missing'],
    [
      inSecrets('[$sha256$short]'),
      'secrets[0]: looks like a hash that hashSecret made, and is none that can be used',
    ],
  ])('%s', (text, said) => {
    const problems = problemsOf(text);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(said);
  });

  const secret = 'verySecretValue';
  test.each([
    ...[
      `${secret}: 1`,
      `["${secret}`,
      `@${secret}`,
      `!${secret} a`,
      `*${secret}`,
      `"\\q${secret}`,
      `%${secret}`,
    ],
    ...[
      `[{ ${secret}: 1 }]`,
      `{ ${secret}: 1 }`,
      `[[${secret}]]`,
      `[{ value: [${secret}] }]`,
      `'$sha256$${secret}'`,
    ],
    ...[
      `[a]\n      ${secret}`,
      `[{ value: a, notAfter: ${secret} }]`,
      `[a, ${secret}`,
      `[{ value: &a ${secret}, value: *a }]`,
    ],
    ...[
      `[a]\n      status: ${secret}`,
      `[a]\n      addresses: [${secret}]`,
      `[a]\n      digests: [${secret}]`,
    ],
    ...[`[a]\n      certificates: [${secret}]`, `[a]\n      certificates: [{ serialNumber: ${secret} }]`],
  ])('holds nothing of a secret: %s', (secrets) => {
    const groups = ['connectpay', 'placetopay'].map(
      (group) => `  ${group}:\n    - id: a\n      secrets: ${secrets}\n`,
    );
    for (const text of groups) {
      const said = problemsOf(`accounts:\n${text}`).join('\n');
      expect(said).not.toBe('');
      expect(said).not.toContain(secret.slice(0, 5));
    }
  });
});

describe('the example', () => {
  test('has the demo accounts', () => {
    expect(read(exampleConfig)).toMatchObject({ accounts: demoAccounts, port: 4010, tlsPort: 4443 });
  });

  const off = /^( *)#(?=\S)/gm;

  test('is right with every option on that is off in it', () => {
    const options = read(exampleConfig.replace(off, '$1'));
    expect(options).toMatchObject({ throttle: true, clockOffsetSeconds: -3600, trustAnchors: [caPem] });
    expect(options.accounts?.smart2pay?.[0]).toMatchObject({ status: 'inactive', secrets: { length: 2 } });
    expect(options.accounts?.connectpay?.map(({ certificates }) => certificates?.length)).toEqual([1, 1]);
  });

  test('is right with any one of them on', () => {
    const options = [...exampleConfig.matchAll(off)].map(({ index }) => index);
    expect(options.length).toBeGreaterThan(8);
    for (const index of options) {
      const text = exampleConfig.slice(0, index) + exampleConfig.slice(index).replace('#', '');
      expect(problemsOf(text)).toEqual([]);
    }
  });
});
