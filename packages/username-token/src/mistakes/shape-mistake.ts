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
  return body.kind === 'json' ? misplacedInJson(body.value) : noHint;
}

function misplacedInJson(value: unknown): Hint {
  if (Array.isArray(value))
    return holdsAuth(value[0]) ? { hint: 'send the object by itself, not in a list' } : noHint;
  if (typeof value === 'string')
    return isEncoded(value) ? { hint: 'the body was encoded as JSON twice' } : noHint;
  if (!isPlainObject(value)) return noHint;
  if (holdsParts(value)) return { hint: 'login, tranKey, nonce and seed belong inside an object named auth' };

  const auth = ownValue(value, 'auth');
  if (typeof auth === 'string' && isEncoded(auth))
    return { hint: 'auth was encoded as JSON by itself: send an object' };
  if (Array.isArray(auth) && holdsParts(auth[0])) return { hint: 'auth is an object, not a list' };
  const misspelled = Object.keys(value).find((name) => name !== 'auth' && holdsParts(ownValue(value, name)));
  if (misspelled !== undefined)
    return { hint: 'the object with login, tranKey, nonce and seed is named auth' };
  return Object.values(value).some(holdsAuth)
    ? { hint: 'auth is nested too deep: it belongs at the top of the body' }
    : noHint;
}

function holdsAuth(value: unknown): boolean {
  return isPlainObject(value) && holdsParts(ownValue(value, 'auth'));
}

function holdsParts(value: unknown): boolean {
  return isPlainObject(value) && TOKEN_PARTS.every((part) => Object.hasOwn(value, part));
}

/** Whether a text is the JSON of a body, or of its `auth`. */
function isEncoded(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return holdsAuth(value) || holdsParts(value);
  } catch {
    return false;
  }
}

/** Why a part of `auth` is malformed. Fails to no hint: an explanation must not turn a verdict around. */
export async function shapeMistake(part: TokenPart, auth: object, directory: Directory): Promise<Hint> {
  const value = ownValue(auth, part);
  if (holdsAuth(auth)) return { hint: 'auth is nested too deep: there is an auth inside auth' };
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
