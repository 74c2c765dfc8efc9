import { ACCOUNT_STATUSES, type Account, DIGEST_ALGORITHMS } from './account.ts';
import { parseRanges } from './address.ts';
import type { CertificateDirectory, Directory } from './directory.ts';
import { looksHashed, parseHashedSecret } from './secrets/phc-string.ts';
import { type Secret, storedValue } from './secrets/secret.ts';

export interface MemoryDirectory extends Directory, CertificateDirectory {
  find(id: string): Account | undefined;
  findBySerialNumber(serialNumber: string): readonly Account[];
  /** Adds an account, or replaces the one of the same id. In force from the next request on. */
  set(account: Account): void;
  /** Whether there was one. */
  delete(id: string): boolean;
  accounts(): Iterable<Account>;
}

/**
 * Accounts in memory. Every lookup is one step, however many there are.
 * @throws TypeError for an account that cannot work: an id twice, an empty or unusable secret, an unknown
 * status or digest, an address that is none, a serial number that is not hexadecimal.
 */
export function memoryDirectory(accounts: Iterable<Account>): MemoryDirectory {
  const byId = new Map<string, Account>();
  const bySerialNumber = new Map<string, Set<string>>();
  let decoy: Secret | undefined;

  function remove(id: string): boolean {
    for (const { serialNumber } of byId.get(id)?.certificates ?? []) {
      bySerialNumber.get(normalizeSerialNumber(serialNumber) ?? '')?.delete(id);
    }
    return byId.delete(id);
  }

  function set(account: Account): void {
    checkAccount(account);
    remove(account.id);
    byId.set(account.id, account);
    // The costliest kind held: once an account has a slow hash, unknown accounts cost one too.
    decoy = account.secrets?.find((secret) => isSlow(secret)) ?? decoy;
    for (const { serialNumber } of account.certificates ?? []) {
      const serial = normalizeSerialNumber(serialNumber) ?? '';
      const holders = bySerialNumber.get(serial) ?? new Set();
      bySerialNumber.set(serial, holders.add(account.id));
    }
  }

  for (const account of accounts) {
    if (byId.has(account.id)) throw new TypeError(`accounts: the id "${account.id}" is there twice`);
    set(account);
  }

  return {
    find: (id) => byId.get(id),
    findBySerialNumber: (serialNumber) =>
      [...(bySerialNumber.get(serialNumber) ?? [])].flatMap((id) => byId.get(id) ?? []),
    set,
    delete: remove,
    accounts: () => byId.values(),
    get decoy() {
      return decoy;
    },
  };
}

/** Lower-case hexadecimal without colons and leading zeros; `undefined` for what is not hexadecimal. */
export function normalizeSerialNumber(text: string): string | undefined {
  const digits = text.replaceAll(':', '').toLowerCase();
  return /^[0-9a-f]{1,64}$/.test(digits) ? digits.replace(/^0+(?=.)/, '') : undefined;
}

function isSlow(secret: Secret): boolean {
  const value = storedValue(secret);
  return looksHashed(value) && !value.startsWith('$sha256$');
}

function checkAccount({ id, status, secrets, addresses, certificates, digests }: Account): void {
  if (typeof id !== 'string' || id === '')
    throw new TypeError('accounts: id must be a string that is not empty');
  if (status !== undefined && !ACCOUNT_STATUSES.includes(status)) {
    throw new TypeError(`accounts: the status of "${id}" must be one of ${ACCOUNT_STATUSES.join(', ')}`);
  }
  for (const secret of secrets ?? []) checkSecret(id, secret);
  if (addresses) parseRanges(addresses, `accounts: the addresses of "${id}"`);
  for (const { serialNumber, commonName } of certificates ?? []) {
    if (
      normalizeSerialNumber(serialNumber) === undefined ||
      typeof commonName !== 'string' ||
      commonName === ''
    ) {
      throw new TypeError(
        `accounts: a certificate of "${id}" needs a hexadecimal serialNumber and a commonName`,
      );
    }
  }
  if (digests && (digests.length === 0 || digests.some((digest) => !DIGEST_ALGORITHMS.includes(digest)))) {
    throw new TypeError(
      `accounts: the digests of "${id}" must be one or more of ${DIGEST_ALGORITHMS.join(', ')}`,
    );
  }
}

function checkSecret(id: string, secret: Secret): void {
  const value = storedValue(secret);
  if (typeof value !== 'string' || value === '') {
    throw new TypeError(`accounts: a secret of "${id}" must be a string that is not empty`);
  }
  if (typeof secret === 'object' && secret.notAfter !== undefined && !Number.isFinite(secret.notAfter)) {
    throw new TypeError(`accounts: notAfter of a secret of "${id}" must be milliseconds since the epoch`);
  }
  if (looksHashed(value)) parseHashedSecret(value);
}
