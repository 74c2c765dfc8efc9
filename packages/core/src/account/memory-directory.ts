import { parseRanges } from '../request/address.ts';
import {
  ACCOUNT_STATUSES,
  type Account,
  type AttachedCertificate,
  DIGEST_ALGORITHMS,
  normalizeFingerprint,
} from './account.ts';
import type { CertificateDirectory, Directory } from './directory.ts';
import { publicKeysOf } from './public-keys.ts';
import { costOf, decoyLike, kindOf, parseSha256, parseSlowHash } from './secrets/phc-string.ts';
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
 * Accounts in memory. Every lookup is one step, however many there are. Accounts are kept as they are given: change
 * one with `set`, not in place.
 * @throws TypeError for an account that cannot work: an id twice, an empty or unusable secret, an unknown
 * status or digest, an address that is none, a public key that is no RSA key of 2048 bits, a serial number that is not
 * hexadecimal.
 */
export function memoryDirectory(accounts: Iterable<Account>): MemoryDirectory {
  const byId = new Map<string, Account>();
  const bySerialNumber = new Map<string, Set<string>>();
  let decoy: string | undefined;

  function remove(id: string): boolean {
    for (const serial of serialNumbersOf(byId.get(id))) {
      const holders = bySerialNumber.get(serial);
      holders?.delete(id);
      if (holders?.size === 0) bySerialNumber.delete(serial);
    }
    return byId.delete(id);
  }

  function set(account: Account): void {
    checkAccount(account);
    remove(account.id);
    byId.set(account.id, account);
    for (const slow of (account.secrets ?? []).map(storedValue)) {
      if (kindOf(slow) !== 'slow') continue;
      // Unknown accounts cost what the costliest hash costs. It must not be one of a real secret: from how fast an
      // unknown account is refused, it could be told whose secret was presented.
      if (decoy === undefined || costOf(decoy) < costOf(slow)) decoy = decoyLike(slow);
    }
    for (const serial of serialNumbersOf(account)) {
      const holders = bySerialNumber.get(serial) ?? new Set();
      bySerialNumber.set(serial, holders.add(account.id));
    }
  }

  for (const account of accounts) {
    const before = byId.size;
    set(account);
    if (byId.size === before) throw new TypeError(`accounts: the id "${account.id}" is there twice`);
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

function serialNumbersOf(account: Account | undefined): string[] {
  return (account?.certificates ?? []).flatMap(
    ({ serialNumber }) => normalizeSerialNumber(serialNumber) ?? [],
  );
}

function checkAccount(account: Account): void {
  const { id, status, secrets, addresses, publicKeys, certificates, digests, allowReplay } = account ?? {};
  if (typeof id !== 'string' || id === '') {
    throw new TypeError('accounts: id must be a string that is not empty');
  }
  if (status !== undefined && !ACCOUNT_STATUSES.includes(status)) {
    throw new TypeError(`accounts: the status of "${id}" must be one of ${ACCOUNT_STATUSES.join(', ')}`);
  }
  // A string is a list of its characters: each would be a secret.
  for (const [name, list] of Object.entries({ secrets, publicKeys, certificates, digests })) {
    if (list !== undefined && !Array.isArray(list)) {
      throw new TypeError(`accounts: the ${name} of "${id}" must be a list`);
    }
  }
  for (const secret of secrets ?? []) checkSecret(id, secret);
  if (addresses !== undefined) parseRanges(addresses, `accounts: the addresses of "${id}"`);
  publicKeysOf(account);
  for (const certificate of certificates ?? []) checkCertificate(id, certificate);
  if (digests && (digests.length === 0 || digests.some((digest) => !DIGEST_ALGORITHMS.includes(digest)))) {
    throw new TypeError(
      `accounts: the digests of "${id}" must be one or more of ${DIGEST_ALGORITHMS.join(', ')}`,
    );
  }
  // The text "false" would allow it.
  if (allowReplay !== undefined && typeof allowReplay !== 'boolean') {
    throw new TypeError(`accounts: allowReplay of "${id}" must be true or false`);
  }
}

function checkSecret(id: string, secret: Secret): void {
  const value: unknown = typeof secret === 'string' ? secret : secret?.value;
  if (typeof value !== 'string' || value === '') {
    throw new TypeError(`accounts: a secret of "${id}" must be a string that is not empty`);
  }
  if (typeof secret === 'object' && secret.notAfter !== undefined && !Number.isFinite(secret.notAfter)) {
    throw new TypeError(`accounts: notAfter of a secret of "${id}" must be milliseconds since the epoch`);
  }
  try {
    const kind = kindOf(value);
    if (kind === 'slow') parseSlowHash(value);
    if (kind === 'sha256') parseSha256(value);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new TypeError(`accounts: a secret of "${id}" cannot be used: ${why}`);
  }
}

function checkCertificate(id: string, certificate: AttachedCertificate): void {
  const { serialNumber, commonName, issuer, fingerprint256 } = certificate ?? {};
  const serial = typeof serialNumber === 'string' ? normalizeSerialNumber(serialNumber) : undefined;
  if (serial === undefined || typeof commonName !== 'string' || commonName === '') {
    throw new TypeError(
      `accounts: a certificate of "${id}" needs a hexadecimal serialNumber and a commonName`,
    );
  }
  if (issuer !== undefined && (typeof issuer !== 'string' || issuer === '')) {
    throw new TypeError(
      `accounts: the issuer of a certificate of "${id}" must be a distinguished name, such as CN=Example CA`,
    );
  }
  if (fingerprint256 === undefined) return;
  if (typeof fingerprint256 !== 'string' || normalizeFingerprint(fingerprint256) === undefined) {
    throw new TypeError(
      `accounts: the fingerprint256 of a certificate of "${id}" must be a SHA-256, 64 hexadecimal digits`,
    );
  }
}
