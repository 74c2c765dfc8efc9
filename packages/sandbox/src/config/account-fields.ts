import {
  ACCOUNT_STATUSES,
  type Account,
  type AttachedCertificate,
  looksHashed,
  memoryDirectory,
  type Secret,
  storedValue,
} from '@countersign/core';
import type { AccountGroup } from '../state/accounts.ts';
import { eitherOf, type Fields, flag, has, listOf, oneOf, type Reader, record, text } from './fields.ts';
import { momentText } from './moment-text.ts';
import { attachedFile } from './pem-file.ts';

/** How the accounts of each group are written. @param folder what paths in them are relative to */
export function accountReaders(folder: string): { readonly [G in AccountGroup]: Reader<Account> } {
  const common = { status: oneOf(ACCOUNT_STATUSES), secrets: secretsOf(secret), addresses };
  return {
    smart2pay: accountOf({ id: text('a SiteID, which is digits', isDigits), ...common }),
    connectpay: accountOf({ id: pairId, ...common, certificates: certificatesIn(folder), publicKeys }, [
      'id',
    ]),
    pledg: accountOf({ id: pairId, ...common }),
    pledgDashboard: accountOf({ id: pairId, ...common }),
    pledgMerchants: accountOf({ id: text('a merchantUid'), ...common, secrets: secretsOf(ownSecret) }),
    placetopay: accountOf({
      id: text('a login'),
      ...common,
      secrets: secretsOf(ownSecret),
      digests: listOf('digests, at least one of sha256, sha1', oneOf(['sha256', 'sha1']), { atLeast: 1 }),
      allowReplay: flag,
    }),
  };
}

function accountOf<F extends Fields & { readonly id: Reader<string> }>(
  fields: F,
  required: readonly (keyof F & string)[] = ['id', 'secrets'],
): Reader<Account> {
  const read = record(fields, { required });
  return (node, place) => {
    const account = read(node, place);
    return has(account, 'id') ? (account as Account) : undefined;
  };
}

const isDigits = (id: string) => /^\d+$/.test(id);
// RFC 7617: the first colon ends the id.
const pairId = text('an id without a colon', (id) => !id.includes(':'));

const secretText = text('a secret, or a mapping with value and notAfter');

/** A secret, as it is sent or as `hashSecret` hashed it, with the time from which on it is refused. */
const secret: Reader<Secret> = (node, place) => {
  const read = eitherOf(
    secretText,
    record({ value: text('a secret'), notAfter: momentText }, { required: ['value'], secretKeys: true }),
  );
  const written = read(node, place);
  const found = typeof written === 'string' || has(written, 'value') ? written : undefined;
  if (found === undefined || isUsable({ secrets: [found] })) return found;
  place.problem('looks like a hash that hashSecret made, and is none that can be used');
  return undefined;
};

/** What is signed or digested is made with the secret: its hash will not do. */
const ownSecret: Reader<Secret> = (node, place) => {
  const found = secret(node, place);
  if (found === undefined || !looksHashed(storedValue(found))) return found;
  place.problem('must be the secret itself, no hash of it: the tranKey, or the signature, is made with it');
  return undefined;
};

function secretsOf(entry: Reader<Secret>): Reader<Secret[]> {
  return listOf('secrets, at least one', entry, { atLeast: 1, same: storedValue });
}

const addresses = listOf(
  'addresses',
  text('an address or a range, such as 192.0.2.7 or 10.0.0.0/8', (address) =>
    isUsable({ addresses: [address] }),
  ),
);

const publicKeys = listOf(
  'public keys',
  text('an RSA public key of 2048 bits or more, as PEM', (key) => isUsable({ publicKeys: [key] })),
);

function certificatesIn(folder: string): Reader<AttachedCertificate[]> {
  const written = record(
    {
      serialNumber: text('hexadecimal', (serialNumber) =>
        isUsable({ certificates: [{ serialNumber, commonName: 'any' }] }),
      ),
      commonName: text('a common name'),
      issuer: text('a distinguished name, such as CN=Example CA'),
      fingerprint256: text('a SHA-256, 64 hexadecimal digits', (fingerprint256) =>
        isUsable({ certificates: [{ serialNumber: '1', commonName: 'any', fingerprint256 }] }),
      ),
    },
    { required: ['serialNumber', 'commonName'] },
  );
  const mapping: Reader<AttachedCertificate> = (node, place) => {
    const certificate = written(node, place);
    return has(certificate, 'serialNumber', 'commonName') ? certificate : undefined;
  };
  return listOf('certificates', eitherOf(attachedFile(folder), mapping), {
    same: (certificate) => JSON.stringify(certificate),
  });
}

/** What values hold is judged where every directory judges it. */
function isUsable(part: Partial<Account>): boolean {
  try {
    memoryDirectory([{ id: 'any', ...part }]);
    return true;
  } catch {
    return false;
  }
}
