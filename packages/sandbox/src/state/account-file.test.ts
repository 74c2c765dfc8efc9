import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { accountsFromFile } from './account-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'countersign-accounts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fileOf(text: string): string {
  const file = join(folder, 'accounts.json');
  writeFileSync(file, text);
  return file;
}

describe('accounts from a file', () => {
  test('are those of the file alone', () => {
    const account = { id: 'login', secrets: ['s'], digests: ['sha1'], allowReplay: true };
    expect(accountsFromFile(fileOf(JSON.stringify({ accounts: { placetopay: [account] } })))).toEqual({
      smart2pay: [],
      connectpay: [],
      pledg: [],
      pledgDashboard: [],
      pledgMerchants: [],
      placetopay: [account],
    });
  });

  const secret = 'verySecretValue';
  const pledg = (account: string) => `{"accounts":{"pledg":[${account}]}}`;

  test.each([
    { what: 'not JSON', text: pledg(`{"id":"k","secrets":[${secret}]}`), says: 'is not JSON' },
    { what: 'empty', text: '', says: 'is not JSON' },
    { what: 'a list', text: '[]', says: 'must be an object' },
    { what: 'without accounts', text: '{}', says: 'accounts must be an object' },
    { what: 'of an unknown provider', text: '{"accounts":{"acme":[]}}', says: 'accounts.acme is not known' },
    {
      what: 'one account in place of a list',
      text: '{"accounts":{"pledg":{}}}',
      says: 'accounts.pledg must be a list',
    },
    { what: 'without an id', text: pledg(`{"secrets":["${secret}"]}`), says: 'id must be a string' },
    {
      what: 'a secret that is no list',
      text: pledg(`{"id":"k","secrets":"${secret}"}`),
      says: 'accounts.pledg[0].secrets must be a list',
    },
    {
      what: 'with a key that no account has',
      text: pledg(`{"id":"k","secret":"${secret}"}`),
      says: 'accounts.pledg[0].secret is not known',
    },
    {
      what: 'one id twice',
      text: pledg(`{"id":"k","secrets":["${secret}"]},{"id":"k","secrets":["${secret}"]}`),
      says: '"k" is there twice',
    },
  ])('that are $what: says so, naming the file and no secret', ({ text, says }) => {
    const file = fileOf(text);
    const read = () => accountsFromFile(file);
    expect(read).toThrow(TypeError);
    expect(read).toThrow(`${file}: `);
    expect(read).toThrow(says);
    expect(read).not.toThrow(secret.slice(0, 4));
  });

  test('that are not there: names the file', () => {
    expect(() => accountsFromFile(join(folder, 'nowhere.json'))).toThrow(/nowhere\.json: ENOENT/);
  });
});
