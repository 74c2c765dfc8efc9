import { type Directory, decodeBase64, type InboundBody } from '@countersign/core';
import { isPlainObject } from '../auth-in-body.ts';
import { ownValue, TOKEN_PARTS, type TokenPart } from '../token.ts';
import { secretAsTranKey } from './digest-mistake.ts';
import { type Hint, noHint, plainSecrets } from './hint.ts';
import { seedFormMistake } from './seed-mistake.ts';

const LONGEST_READ = 1024;

/** Why a body has no `auth` object. */
export function misplacedMistake(body: InboundBody): Hint {
  if (body.kind === 'form' || body.kind === 'unsupported') {
    return { hint: 'send the body as JSON, with Content-Type: application/json' };
  }
  if (body.kind !== 'json' || !isPlainObject(body.value)) return noHint;
  const { value } = body;
  if (TOKEN_PARTS.every((part) => Object.hasOwn(value, part))) {
    return { hint: 'login, tranKey, nonce and seed belong inside an object named auth' };
  }
  if (Object.values(value).some((inner) => isPlainObject(inner) && Object.hasOwn(inner, 'auth'))) {
    return { hint: 'auth is nested too deep: it belongs at the top of the body' };
  }
  return noHint;
}

/** Why a part of `auth` is malformed. Fails to no hint: an explanation must not turn a verdict around. */
export async function shapeMistake(part: TokenPart, auth: object, directory: Directory): Promise<Hint> {
  const value = ownValue(auth, part);
  if (part === 'seed') return seedFormMistake(value);
  if (part === 'login' || typeof value !== 'string') return noHint;
  if (part === 'tranKey' && (await isSecretOf(ownValue(auth, 'login'), value, directory)))
    return secretAsTranKey;
  if (value.length > LONGEST_READ || decodeBase64(value)) return noHint;
  if (decodeBase64(toStandard(value))) {
    return { hint: `${part} is URL-safe or unpadded base64: use the standard alphabet, with padding` };
  }
  return { hint: `send ${part} in base64` };
}

async function isSecretOf(login: unknown, value: string, directory: Directory): Promise<boolean> {
  if (typeof login !== 'string') return false;
  try {
    const account = await directory.find(login);
    return account !== undefined && plainSecrets(account).includes(value);
  } catch {
    return false;
  }
}

function toStandard(text: string): string {
  const digits = text.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '');
  return digits.padEnd(Math.ceil(digits.length / 4) * 4, '=');
}
