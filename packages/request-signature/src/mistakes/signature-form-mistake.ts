import { decodeBase64 } from '@countersign/core';
import { type Hint, noHint } from './hint.ts';

/** Why a signature is not base64. */
export function signatureFormMistake(text: string): Hint {
  if (text === '') return noHint;
  if (/^[0-9a-f]+$/i.test(text)) return hexForBase64;
  if (decodeBase64(toStandard(text))) {
    return { hint: 'the signature is URL-safe or unpadded base64: use the standard alphabet, with padding' };
  }
  if (/\s/.test(text)) return { hint: 'the signature was broken into lines: send its base64 as one word' };
  return { hint: 'send the signature in base64' };
}

export const hexForBase64: Hint = {
  hint: 'the signature is in hexadecimal: send the base64 of its bytes',
};

function toStandard(text: string): string {
  const digits = text.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '');
  return digits.padEnd(Math.ceil(digits.length / 4) * 4, '=');
}
