import { decodeBase64 } from '@countersign/core';
import { parsePair } from '../credential-pair.ts';

/** What was done wrong to make credentials that are no pair, where it can be told. Only asked for an explanation. */
export function formMistake(credentials: string): string | undefined {
  if (/^basic /i.test(credentials)) return '"Basic " was put before the pair twice';
  const bytes = decodeBase64(credentials);
  if (bytes) return textMistake(bytes.toString());
  if (isPair(credentials.replace(/[ \t]/g, ''))) {
    return 'the base64 is broken into lines: write it as one (base64 -w0, openssl base64 -A)';
  }
  if (isPair(toStandard(credentials))) {
    return 'this is URL-safe or unpadded base64: use the standard alphabet, with padding';
  }
  return credentials.includes(':') ? 'the pair was sent as it is: send base64(id:secret)' : undefined;
}

/** Whether a text is `base64(id:secret)`. */
export function isPair(credentials: string): boolean {
  return !('malformed' in parsePair(credentials));
}

function textMistake(text: string): string | undefined {
  if (isPair(text)) return 'the pair was encoded in base64 twice';
  if (/^basic /i.test(text)) return '"Basic " was encoded with the pair: encode id:secret alone';
  const trimmed = Buffer.from(text.trim());
  if (trimmed.length < text.length && isPair(trimmed.toString('base64'))) {
    return 'white space was encoded with the pair: encode id:secret without a newline (printf %s, echo -n)';
  }
  return undefined;
}

function toStandard(text: string): string {
  const digits = text
    .replaceAll('-', '+')
    .replaceAll('_', '/')
    .replace(/={0,2}$/, '');
  return digits.padEnd(Math.ceil(digits.length / 4) * 4, '=');
}
