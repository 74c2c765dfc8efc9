import { randomBytes } from 'node:crypto';
import type { UsernameToken } from '../../sign/username-token.ts';
import { tokenOf, type UsernameTokenSubject } from './username-token-subject.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** A token whose nonce and tranKey can be spelled in every way: both hold a + or a /, and end with =. */
export function spellableToken(subject: UsernameTokenSubject): UsernameToken {
  let token: UsernameToken;
  do {
    token = tokenOf(subject, { nonce: Buffer.concat([Buffer.from([0xfb, 0xff]), randomBytes(14)]) });
  } while (!/[+/]/.test(token.tranKey));
  return token;
}

/** The token with its nonce, and with its tranKey, spelled in every other way, one at a time. */
export function otherSpellings(
  token: UsernameToken,
): { readonly spelled: UsernameToken; readonly as: string }[] {
  return (['nonce', 'tranKey'] as const).flatMap((part) =>
    Object.entries(spellings(token[part])).map(([how, text]) => ({
      spelled: { ...token, [part]: text },
      as: `the ${part} ${how}`,
    })),
  );
}

/** The same bytes, to a reader that is lenient. */
function spellings(encoded: string): Record<string, string> {
  const last = encoded.search(/=+$/) - 1;
  const higher = alphabet[alphabet.indexOf(encoded.charAt(last)) + 1] ?? '';
  return {
    'without padding': encoded.replace(/=+$/, ''),
    'in the URL-safe alphabet': encoded.replaceAll('+', '-').replaceAll('/', '_'),
    'with bits set that have to be zero': encoded.slice(0, last) + higher + encoded.slice(last + 1),
    'with a space inside': `${encoded.slice(0, 4)} ${encoded.slice(4)}`,
    'with a line break at its end': `${encoded}\n`,
  };
}
