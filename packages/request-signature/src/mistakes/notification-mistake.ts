import type { Account } from '@countersign/core';
import type { SignedNotification } from '../notification/notification-form.ts';
import { plainSecrets } from '../secret-proof.ts';
import { type Hint, noHint, safeHint } from './hint.ts';
import { secretVariants } from './secret-variants.ts';

/** What was done wrong to make a signature that does not match, where one wrong step explains it. */
export function notificationMistake(notification: SignedNotification, account: Account): Hint {
  return safeHint(() => {
    for (const secret of plainSecrets(account)) {
      const spelling = spellingMistake(notification.signature, notification.expected(secret));
      if (spelling !== undefined) return { hint: spelling };
      for (const { signature, mistake } of notification.mistakes?.(secret) ?? []) {
        // Spelled as it likes: two mistakes at once are told by the one that weighs more.
        if (spelled(signature) === spelled(notification.signature)) return { hint: mistake };
      }
    }
    for (const { secret, mistake } of secretVariants(account)) {
      // What a form makes is made of text.
      if (typeof secret === 'string' && notification.expected(secret) === notification.signature)
        return { hint: mistake };
    }
    return noHint;
  });
}

/** The right digest, written another way. */
function spellingMistake(sent: string, right: string): string | undefined {
  if (sent.trim() === right) return 'there is white space around the signature';
  const prefix = right.includes(':') ? right.slice(0, right.indexOf(':') + 1) : '';
  const digest = right.slice(prefix.length);
  if (sent.toLowerCase() === right.toLowerCase()) {
    return `the signature is written in ${digest === digest.toUpperCase() ? 'upper-case' : 'lower-case'} hexadecimal`;
  }
  if (prefix !== '' && sent.toLowerCase() === digest) return `the signature starts with ${prefix}`;
  if (prefix === '' && /^sha\d+[:=]/i.test(sent) && spelled(sent) === digest.toLowerCase()) {
    return 'the signature has no prefix';
  }
  const bytes = Buffer.from(digest, 'hex');
  const inBase64 = [bytes.toString('base64'), bytes.toString('base64url')];
  return bytes.length > 0 && inBase64.some((text) => sent === text || sent === prefix + text)
    ? 'the signature is in base64: it is written in hexadecimal'
    : undefined;
}

function spelled(signature: string): string {
  return signature
    .trim()
    .toLowerCase()
    .replace(/^sha\d+[:=]/, '');
}
