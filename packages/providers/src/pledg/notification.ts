import { hash } from 'node:crypto';
import type { InboundBody, Verifier } from '@countersign/core';
import {
  jwtNotification,
  type NotificationForm,
  type NotificationMistake,
  type NotificationPrincipal,
  type NotificationSignatureOptions,
  notificationSignature,
  type ReadNotification,
} from '@countersign/request-signature';

export interface PledgNotificationOptions extends Omit<NotificationSignatureOptions, 'form' | 'realm'> {
  /**
   * The names of the fields that a standard notification is signed over, two or more, in any order. Default: every
   * field whose value is a text, a number or true or false, `signature` apart.
   */
  readonly signedFields?: readonly string[] | undefined;
}

/**
 * A notification that Pledg sends to a merchant, of either kind. Transfer: `{"signature": "…"}`, a JWT (HS256) under the
 * merchant's secret. Standard: `signature` is the SHA-256, in upper-case hexadecimal, of `name=value` of each field,
 * sorted by name, with the secret between them. The account is the merchant, with its secret.
 *
 * Of one field alone there is no secret in between: anybody could sign it, and it is refused.
 *
 * @throws TypeError when an option is unusable.
 * @see Pledg, API documentation, Notifications
 */
export function pledgNotification(options: PledgNotificationOptions): Verifier<NotificationPrincipal> {
  const { signedFields, ...rest } = options;
  if (signedFields !== undefined && !areNames(signedFields)) {
    throw new TypeError(
      "signedFields must be a list of two or more different names, such as ['id', 'status']",
    );
  }
  const form: NotificationForm = {
    name: 'pledg',
    read: (_request, body) => readNotification(body, signedFields),
  };
  return notificationSignature({ ...rest, form, realm: 'Pledg' });
}

type Field = readonly [name: string, value: unknown];

function readNotification(body: InboundBody, names: readonly string[] | undefined): ReadNotification {
  const all = fieldsOf(body);
  if (!all) return { absent: 'the body is neither a JSON object nor a form' };
  const signatures = all.filter(([name]) => name === 'signature').map(([, value]) => value);
  const fields = all.filter(([name]) => name !== 'signature');
  const [signature] = signatures;
  if (signature === undefined) return { absent: 'the body has no signature' };
  if (typeof signature !== 'string' || signatures.length > 1)
    return { malformed: 'the signature is not one text' };
  // What stands beside a signed token is not signed: a notification that has more is none of that kind.
  if (fields.length === 0) return jwtNotification(signature);
  return readStandard(signature, fields, names);
}

function readStandard(
  signature: string,
  all: readonly Field[],
  names: readonly string[] | undefined,
): ReadNotification {
  const fields = new Map<string, string>();
  for (const [name, value] of all) {
    const text = names && !names.includes(name) ? undefined : textOf(value);
    if (text === undefined) continue;
    if (fields.has(name)) return { malformed: `${shown(name)} was sent more than once` };
    // It could be read as another name with another value, under the same signature.
    if (name.includes('=')) return { malformed: 'the name of a field holds =' };
    fields.set(name, text);
  }
  const missing = names?.find((name) => !fields.has(name));
  if (missing !== undefined)
    return { malformed: `${missing} is missing, or not a text, a number or true or false` };
  if (fields.size < 2)
    return { malformed: 'fewer than two fields are signed: there is no secret between them' };

  const pairs = [...fields].map(([name, text]) => `${name}=${text}`);
  const sorted = [...fields.keys()].sort().map((name) => `${name}=${fields.get(name)}`);
  return {
    signature,
    // The texts: whether one was sent as a text or as true is not signed.
    signed: Object.freeze(Object.fromEntries(fields)),
    expected: (secret) => upperHex(sorted.join(secret)),
    mistakes: (secret) => mistakesOf(pairs, sorted, secret),
  };
}

function* mistakesOf(
  pairs: readonly string[],
  sorted: readonly string[],
  secret: string,
): Iterable<NotificationMistake> {
  const right = sorted.join(secret);
  if (pairs.join(secret) !== right) {
    yield { signature: upperHex(pairs.join(secret)), mistake: 'the fields were not sorted by name' };
  }
  yield {
    signature: upperHex([...sorted].reverse().join(secret)),
    mistake: 'the fields are sorted from A to Z',
  };
  yield {
    signature: upperHex(sorted.join('')),
    mistake: 'the secret was left out: it stands between the fields',
  };
  const where = 'the secret stands between the fields, and neither before nor after them';
  for (const between of ['', '&', ';', ',']) {
    yield { signature: upperHex(sorted.join(between) + secret), mistake: where };
    yield { signature: upperHex(secret + sorted.join(between)), mistake: where };
  }
  yield { signature: upperHex(right + secret), mistake: where };
  yield { signature: upperHex(secret + right), mistake: where };
}

function fieldsOf(body: InboundBody): Field[] | undefined {
  if (body.kind === 'form') return [...body.value];
  const { value } = body.kind === 'json' ? body : { value: undefined };
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.entries(value)
    : undefined;
}

/** Values that have one way of being written. A number that JSON may have written otherwise has not. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'boolean' || Number.isSafeInteger(value) ? String(value) : undefined;
}

function upperHex(text: string): string {
  return hash('sha256', text).toUpperCase();
}

function shown(name: string): string {
  return /^\w{1,40}$/.test(name) ? name : 'a field';
}

function areNames(names: readonly string[]): boolean {
  return (
    Array.isArray(names) &&
    new Set(names).size === names.length &&
    names.length > 1 &&
    names.every(
      (name) => typeof name === 'string' && name !== '' && name !== 'signature' && !name.includes('='),
    )
  );
}
