import {
  type Account,
  absent,
  accepted,
  challenge,
  checkedRealm,
  checkSchemeOptions,
  defineVerifier,
  type Explanation,
  type InboundRequest,
  looksHashed,
  memoryDirectory,
  type Principal,
  type Reason,
  type Rejected,
  refuseAccount,
  refuseInsecureTransport,
  rejected,
  type SchemeOptions,
  statusOf,
  storedValue,
  type Verdict,
  type Verifier,
} from '@countersign/core';
import type { Hint } from '../mistakes/hint.ts';
import { notificationMistake } from '../mistakes/notification-mistake.ts';
import { endMistake } from '../mistakes/payload-mistake.ts';
import { type OneUseOptions, oneUse } from '../one-use.ts';
import { proveWithSecret, storedAsHash } from '../secret-proof.ts';
import { signedBytes } from '../signed-bytes.ts';
import type { NotificationForm, SignedNotification } from './notification-form.ts';

/** Whose secret signed a notification, and what it says. */
export interface NotificationPrincipal extends Principal {
  /** What the signature covers. Whatever else the notification holds is anybody's: ask the provider for it. */
  readonly signed: Readonly<Record<string, unknown>>;
}

export interface NotificationSignatureOptions extends SchemeOptions, OneUseOptions {
  /**
   * The merchant's own account with the provider: notifications name nobody. Its secrets must be held as they are, one
   * to several while they rotate; `addresses` are those that the provider calls from.
   */
  readonly account: Account;
  /** How the provider signs. `@countersign/providers` has those that it documents. */
  readonly form: NotificationForm;
}

const nothing = new Uint8Array();

/**
 * The signature of a notification that a provider sends to a merchant.
 *
 * Reasons: `credentials-malformed`, `proof-mismatch` (which look the same from outside), `digest-not-allowed`,
 * `token-expired`, `credentials-expired`, `account-inactive`, `account-expired`, `address-not-allowed`, `replayed`,
 * `seed-before-watermark`, `body-too-large`, `insecure-transport`. A notification without a signature is `absent`.
 *
 * A provider sends a notification again until it is answered with 2xx. With `replay`, a second one is `replayed`, also
 * where the first was accepted and the handler failed then: make the handler do a thing once instead, where it can.
 *
 * @throws TypeError when an option is unusable, for an account without a secret, and for one whose secret is a hash.
 */
export function notificationSignature(
  options: NotificationSignatureOptions,
): Verifier<NotificationPrincipal> {
  const { account, form, clock = Date.now } = options;
  checkSchemeOptions(options);
  checkAccount(account);
  if (typeof form?.name !== 'string' || typeof form.read !== 'function') {
    throw new TypeError('form must have a name and read(request, body, bytes)');
  }
  const claimUse = oneUse(options);
  const realm = checkedRealm(options.realm ?? 'API');
  const challenges = [challenge('RequestSignature', { realm, notification: form.name })];

  async function judge(
    notification: SignedNotification,
    request: InboundRequest,
    explain: Explanation | undefined,
  ): Promise<Verdict<NotificationPrincipal>> {
    const { signature, expected, signed, endsAt, algorithm = 'sha256' } = notification;
    const now = clock();
    const match = proveWithSecret(account, signature, expected, now);
    if (match === 'mismatch') {
      const detail = 'was made with another secret than this account holds, or over something else';
      return refuse('proof-mismatch', 'signature', detail, explain, () =>
        notificationMistake(notification, account),
      );
    }
    explain?.push({
      check: 'signature',
      outcome: 'passed',
      detail: 'was made with a secret of this account',
    });
    const { digests = ['sha256'] } = account;
    if (!digests.includes(algorithm)) {
      const detail = `this account takes no notification that is signed with ${algorithm}`;
      return refuse('digest-not-allowed', 'digest', detail, explain);
    }
    if (match === 'expired') return refuse('credentials-expired', 'secret', 'is past its end', explain);
    // Not the other way round: no comparison holds for a clock that is NaN.
    if (endsAt !== undefined && !(now < endsAt)) {
      return refuse('token-expired', 'exp', 'is past', explain, () => endMistake(endsAt, now));
    }
    const refused = refuseAccount(account, request, explain);
    if (refused) return refused;
    const verdict = accepted({ account: account.id, signed });
    const key = `notification:${signature}`;
    const use = await claimUse?.({ account, key, acceptableUntil: endsAt, now }, explain);
    return use && 'outcome' in use ? use : { ...verdict, ...use };
  }

  function refuse(
    reason: Reason,
    check: string,
    detail: string,
    explain: Explanation | undefined,
    hint?: () => Hint,
  ): Rejected {
    explain?.push({ check, outcome: 'failed', detail, ...hint?.() });
    return rejected(reason, account.id);
  }

  return defineVerifier({
    scheme: 'notification-signature',
    onVerdict: options.onVerdict,
    challenges: (verdict) => (statusOf(verdict) === 401 ? challenges : []),
    async check(request, explain) {
      const body = await request.body();
      if (body.kind === 'too-large') return refuse('body-too-large', 'body', 'is too large', explain);
      const bytes = form.overBytes ? await signedBytes(request, explain) : nothing;
      if ('outcome' in bytes) return bytes;
      const read = form.read(request, body, bytes);
      if ('absent' in read) {
        explain?.push({ check: 'notification', outcome: 'failed', detail: read.absent, ...hintIn(read) });
        return absent;
      }
      const insecure = options.requireTls && refuseInsecureTransport(request, explain);
      if (insecure) return insecure;
      if ('malformed' in read) {
        return refuse('credentials-malformed', 'notification', read.malformed, explain, () => hintIn(read));
      }
      explain?.push({ check: 'notification', outcome: 'passed', detail: `signed, as of ${form.name}` });
      return judge(read, request, explain);
    },
  });
}

function hintIn({ hint }: { readonly hint?: string }): Hint {
  return hint === undefined ? {} : { hint };
}

function checkAccount(account: Account): void {
  if (typeof account !== 'object' || account === null) {
    throw new TypeError(
      'account must be an account with id and secrets, such as { id: "siteLogin", secrets: [secretKey] }',
    );
  }
  const { secrets = [] } = account;
  memoryDirectory([account]);
  if (secrets.length === 0) throw new TypeError(`account: "${account.id}" needs a secret`);
  if (secrets.map(storedValue).some(looksHashed)) throw storedAsHash(account);
}
