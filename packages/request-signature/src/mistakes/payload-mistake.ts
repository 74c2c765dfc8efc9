import { type Account, type Directory, decodeBase64Url } from '@countersign/core';
import { hs256, type SignedContent, type SignedToken } from '../payload/signed-token.ts';
import { valueAt } from '../payload/value-at.ts';
import { type Hint, noHint, safeHint } from './hint.ts';
import { secretsOfOthers, secretVariants } from './secret-variants.ts';

const NAMES_SHOWN = 5;
const MINUTE = 60_000; // milliseconds
const HOUR = 60 * MINUTE;

/** Why there is no token. */
export function absentMistake(parameters: readonly string[], parameter: string): Hint {
  const other = parameters.find((name) => name.toLowerCase() === parameter.toLowerCase());
  if (other !== undefined) return { hint: `the parameter is named ${parameter}, in lower case` };
  return parameters.length === 0
    ? noHint
    : { hint: `parameters are taken signed alone: send them as one JWT (HS256) in ${parameter}` };
}

export function unsignedMistake(names: readonly string[]): Hint {
  const named = names.filter((name) => /^\w{1,40}$/.test(name)).slice(0, NAMES_SHOWN);
  const what = named.length === 0 ? 'everything' : named.join(', ');
  return { hint: `put ${what} inside the token: nothing is taken from beside it` };
}

/** Why a text is not a token. */
export function tokenFormMistake(token: string): Hint {
  if (token.trimStart().startsWith('{'))
    return { hint: 'this is the payload itself: sign it, and send the JWT' };
  if (/^bearer /i.test(token)) return { hint: 'the token is sent without "Bearer "' };
  if (token.startsWith('"')) return { hint: 'the token is sent without quotes' };
  const parts = token.split('.', 6);
  if (parts.length === 2) return { hint: 'the token has no signature: three parts are wanted' };
  if (parts.length === 5) return { hint: 'five parts make an encrypted token; a signed one is wanted' };
  if (token.includes('=')) return { hint: 'base64url is written without padding' };
  if (/[+/ ]/.test(token)) return { hint: 'this is base64, base64url is wanted' };
  return noHint;
}

export function algorithmMistake(algorithm: string): Hint {
  const name = algorithm.toUpperCase();
  if (name === 'NONE') return { hint: 'an unsigned token proves nothing: sign it with HS256' };
  if (name === 'HS256') return { hint: 'alg is written HS256, in capitals' };
  return name.startsWith('HS')
    ? { hint: 'sign with HS256: it is the one that is taken' }
    : { hint: 'the token is signed with a private key, and the shared secret (HS256) is wanted' };
}

/** Why a payload names nobody. */
export function contentMistake(content: SignedContent, path: readonly string[]): Hint {
  const name = path.at(-1) ?? '';
  const outer = path.slice(0, -1).join('.');
  return outer !== '' && valueAt(content, [name]) !== undefined
    ? { hint: `${name} and the other parameters belong inside an object named ${outer}` }
    : { hint: `${path.join('.')} must be there, as a string` };
}

/** What was done wrong to make a signature that does not match, where one wrong step explains it. */
export function secretMistake(token: SignedToken, account: Account, directory: Directory): Hint {
  return safeHint(() => {
    const { signed, signature } = token;
    for (const { secret, mistake } of secretVariants(account)) {
      if (hs256(signed, secret) === signature) return { hint: mistake };
    }
    for (const { secret, mistake } of secretsOfOthers(account, directory)) {
      if (hs256(signed, secret) === signature) return { hint: mistake };
    }
    const bytes = decodeBase64Url(signature)?.length;
    return bytes === 32
      ? {
          hint: `sign with a secret of ${account.id}, its text as UTF-8, over the very header and payload that are sent`,
        }
      : { hint: `a signature of HS256 is 32 bytes long, and this one is ${bytes}` };
  });
}

/** By how much a token is past its end. */
export function endMistake(endsAt: number, now: number): Hint {
  const past = now - endsAt;
  if (past < HOUR)
    return { hint: `it ended ${Math.floor(past / MINUTE)} min ${Math.floor((past % MINUTE) / 1000)} s ago` };
  return past < 48 * HOUR
    ? { hint: `it ended ${Math.floor(past / HOUR)} h ${Math.floor((past % HOUR) / MINUTE)} min ago` }
    : { hint: `it ended ${Math.floor(past / (24 * HOUR))} days ago` };
}
