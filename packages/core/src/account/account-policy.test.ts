import { describe, expect, test } from 'vitest';
import { inboundRequest } from '../../../../test/support/inbound-request.ts';
import type { Explanation } from '../verdict/explanation.ts';
import type { Account } from './account.ts';
import { refuseAccount } from './account-policy.ts';

const from = (clientAddress: string | undefined) => ({ ...inboundRequest(), clientAddress });

const reasonFor = (account: Omit<Account, 'id'>, clientAddress: string | undefined = '198.51.100.7') =>
  refuseAccount({ id: 'site', ...account }, from(clientAddress), undefined)?.reason;

describe('the state of an account', () => {
  test.each([
    { status: undefined, reason: undefined },
    { status: 'active', reason: undefined },
    { status: 'inactive', reason: 'account-inactive' },
    { status: 'expired', reason: 'account-expired' },
    { status: 'credentials-expired', reason: 'credentials-expired' },
  ] as const)('$status: $reason', ({ status, reason }) => {
    expect(reasonFor({ status })).toBe(reason);
  });

  test.each(['suspended', 'Active', '', 'constructor', '__proto__', 1])(
    '%j, which is none, throws and so is never accepted',
    (status) => {
      expect(() => reasonFor({ status: status as never })).toThrow(
        /the status of the account "site" is none of/,
      );
    },
  );

  test('comes before its addresses', () => {
    expect(reasonFor({ status: 'inactive', addresses: [] })).toBe('account-inactive');
  });
});

describe('the addresses of an account', () => {
  test.each([
    { addresses: undefined, client: '198.51.100.7', reason: undefined },
    { addresses: undefined, client: undefined, reason: undefined },
    { addresses: [], client: '198.51.100.7', reason: 'address-not-allowed' },
    { addresses: ['198.51.100.7'], client: '198.51.100.7', reason: undefined },
    { addresses: ['198.51.100.7'], client: '::ffff:198.51.100.7', reason: undefined },
    { addresses: ['198.51.100.7'], client: '198.51.100.8', reason: 'address-not-allowed' },
    { addresses: ['198.51.100.0/24'], client: '198.51.100.255', reason: undefined },
    { addresses: ['198.51.100.0/24'], client: '198.51.101.0', reason: 'address-not-allowed' },
    { addresses: ['0.0.0.0/0'], client: undefined, reason: 'address-not-allowed' },
    { addresses: ['0.0.0.0/0'], client: 'unknown', reason: 'address-not-allowed' },
    { addresses: ['0.0.0.0/0'], client: '198.51.100.7:80', reason: 'address-not-allowed' },
    { addresses: ['0.0.0.0/0'], client: '2001:db8::7', reason: 'address-not-allowed' },
    { addresses: ['0.0.0.0/0', '::/0'], client: '2001:db8::7', reason: undefined },
  ])('$addresses, called from $client: $reason', ({ addresses, client, reason }) => {
    const verdict = refuseAccount({ id: 'site', addresses }, from(client), undefined);
    expect(verdict).toEqual(reason && { outcome: 'rejected', reason, account: 'site' });
  });

  test('replaced by another list are in force at once', () => {
    const account = { id: 'site', addresses: ['198.51.100.7'] };
    expect(refuseAccount(account, from('198.51.100.7'), undefined)).toBeUndefined();
    const moved = { ...account, addresses: ['198.51.100.8'] };
    expect(refuseAccount(moved, from('198.51.100.7'), undefined)?.reason).toBe('address-not-allowed');
  });

  test('that a directory holds and are none throw, and so are never passed', () => {
    expect(() => reasonFor({ addresses: ['10/8'] })).toThrow(/addresses: "10\/8" is neither/);
  });
});

test.each(['abc', {}, { id: '' }, { id: 7 }, () => {}])(
  'what a directory gives and is no account throws, and so is never passed: %o',
  (account) => {
    expect(() => refuseAccount(account as Account, from('198.51.100.7'), undefined)).toThrow(
      'the directory gave an account without an id',
    );
  },
);

test('both checks are explained', () => {
  const explain: Explanation = [];
  refuseAccount({ id: 'site', addresses: ['203.0.113.0/24'] }, from('198.51.100.7'), explain);
  expect(explain).toEqual([
    { check: 'account state', outcome: 'passed', detail: 'active' },
    { check: 'client address', outcome: 'failed', detail: 'called from 198.51.100.7' },
  ]);
});
