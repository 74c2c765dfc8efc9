import { type Account, type Directory, decodeBase64 } from '@countersign/core';
import { plainSecrets } from '../secret-proof.ts';

const OTHER_ACCOUNTS_AT_MOST = 1000;

export interface SecretVariant {
  readonly secret: string | Uint8Array;
  readonly mistake: string;
}

/** What clients sign with in place of the secret. */
export function* secretVariants(account: Account): Iterable<SecretVariant> {
  for (const secret of plainSecrets(account)) {
    for (const padded of whiteSpaceAround(secret)) {
      yield { secret: padded, mistake: 'the secret was used with other white space around it than it has' };
    }
    const bytes = decodeBase64(secret);
    if (bytes) yield { secret: bytes, mistake: 'the secret was decoded from base64: use its text as it is' };
    if (/^(?:[0-9a-f]{2})+$/i.test(secret)) {
      yield {
        secret: Buffer.from(secret, 'hex'),
        mistake: 'the secret was decoded from hexadecimal: use its text as it is',
      };
    }
    const encoded = Buffer.from(secret);
    for (const text of [encoded.toString('base64'), encoded.toString('base64url')]) {
      yield { secret: text, mistake: 'the secret was encoded as base64: use its text as it is' };
    }
  }
  yield { secret: account.id, mistake: 'the id of the account was used in place of its secret' };
  yield { secret: '', mistake: 'an empty secret was used: is it configured?' };
}

/** Secrets of other accounts, where the directory can list them. */
export function* secretsOfOthers({ id }: Account, directory: Directory): Iterable<SecretVariant> {
  let left = OTHER_ACCOUNTS_AT_MOST;
  for (const other of listed(directory)) {
    if (left === 0) return;
    left -= 1;
    if (other.id === id) continue;
    for (const secret of plainSecrets(other)) {
      yield { secret, mistake: 'this was signed with the secret of another account' };
    }
  }
}

function listed(directory: Directory & { accounts?: () => Iterable<Account> }): Iterable<Account> {
  return directory.accounts?.() ?? [];
}

function whiteSpaceAround(secret: string): string[] {
  const around = ['\n', '\r\n', ' ', '\t'].flatMap((space) => [
    secret + space,
    space + secret,
    space + secret + space,
  ]);
  return [secret.trim(), ...around].filter((variant) => variant !== secret);
}
