import { createHmac, hash } from 'node:crypto';
import { type DigestAlgorithm, type InboundBody, type InboundRequest, singleHeader } from '@countersign/core';
import type { NotificationForm, NotificationMistake, ReadNotification } from '@countersign/request-signature';

/**
 * What Placetopay notifies a merchant of. `checkout`: a session of Checkout ended. `gateway`: a transaction of Gateway
 * was processed. `gateway-session`: a session of Gateway changed. `autopay`: an AutoPay contract changed.
 */
export type PlacetopayNotificationKind = 'checkout' | 'gateway' | 'gateway-session' | 'autopay';

/** How each is signed. @see Placetopay: Checkout, Notification; Gateway, Notification; AutoPay, Webhook */
export const notificationForms: Record<PlacetopayNotificationKind, NotificationForm> = {
  checkout: { name: 'checkout', read: (_request, body) => readCheckout(body) },
  gateway: { name: 'gateway', overBytes: true, read: readGateway },
  'gateway-session': { name: 'gateway-session', read: readGatewaySession },
  autopay: { name: 'autopay', read: (_request, body) => readAutoPay(body) },
};

const HEADER = 'x-signature';

// The texts are signed with nothing between them. So that they can be told apart again in one way alone, each has a
// form: digits end an id before a status in capitals, and a date starts with digits after it.
const requestIdForm = /^\d{1,20}$/;
const idForm = /^[^\p{Cc}\p{Cs}]{0,127}[0-9a-z]$/u;
const statusForm = /^[A-Z_]{1,64}$/;
const dateForm = /^\d{4}-\d{2}-\d{2}[T ][\d:.]{5,18}(?:Z|[+-]\d{2}:?\d{2})?$/;

/** `signature` = `sha256:` + hex of SHA-256(requestId + status.status + status.date + secretKey), or, old, SHA-1 without prefix. */
function readCheckout(body: InboundBody): ReadNotification {
  const fields = objectIn(body);
  if (!fields) return notJson;
  const { requestId, status, signature } = fields;
  if (signature === undefined) return noSignature;
  const inner = isObject(status) ? status : {};
  const parts = [textOf(requestId), inner.status, inner.date];
  if (!fit(parts, requestIdForm, statusForm, dateForm)) {
    return { malformed: 'requestId, status.status or status.date is missing, or not what it should be' };
  }
  const [id, statusText, date] = parts;
  return signedTexts(signature, parts, { requestId: id, status: { status: statusText, date } });
}

/** `signature` = `sha256:` + hex of SHA-256(id + type + date + secretKey). */
function readAutoPay(body: InboundBody): ReadNotification {
  const fields = objectIn(body);
  if (!fields) return notJson;
  const { id, type, date, signature } = fields;
  if (signature === undefined) return noSignature;
  const parts = [textOf(id), type, date];
  if (!fit(parts, idForm, statusForm, dateForm)) {
    return { malformed: 'id, type or date is missing, or not what it should be' };
  }
  return typeof signature === 'string' && !signature.startsWith(PREFIX)
    ? { malformed: 'the signature does not start with sha256:' }
    : signedTexts(signature, parts, { id: parts[0], type, date });
}

/** `X-Signature` = hex of SHA-256(session.id + session.status + secretKey). */
function readGatewaySession(request: InboundRequest, body: InboundBody): ReadNotification {
  const header = singleHeader(request.headers, HEADER);
  if (header.kind === 'absent') return { absent: 'no X-Signature was sent' };
  if (header.kind === 'malformed') return { malformed: header.detail };
  const session = objectIn(body)?.session;
  const { id, status } = isObject(session) ? session : {};
  const parts = [textOf(id), status];
  if (!fit(parts, idForm, statusForm)) {
    return { malformed: 'session.id or session.status is missing, or not what it should be' };
  }
  return {
    signature: header.credentials,
    signed: { session: { id: parts[0], status } },
    expected: (secret) => hash('sha256', parts.join('') + secret),
    mistakes: (secret) => mistakesOf(parts, secret, ''),
  };
}

/** `X-Signature` = hex of HMAC-SHA-256 of the body, as it was sent. */
function readGateway(request: InboundRequest, body: InboundBody, bytes: Uint8Array): ReadNotification {
  const header = singleHeader(request.headers, HEADER);
  if (header.kind === 'absent') return { absent: 'no X-Signature was sent' };
  if (header.kind === 'malformed') return { malformed: header.detail };
  const fields = objectIn(body);
  if (!fields) return { malformed: 'the body is not a JSON object' };
  const hmac = (data: string | Uint8Array, secret: string) =>
    createHmac('sha256', secret).update(data).digest('hex');
  return {
    signature: header.credentials,
    signed: fields,
    expected: (secret) => hmac(bytes, secret),
    *mistakes(secret) {
      yield {
        signature: hash('sha256', Buffer.concat([bytes, Buffer.from(secret)])),
        mistake: 'this is a plain digest of body + secret: make an HMAC under the secret',
      };
      for (const indent of [undefined, 2, 4]) {
        const mistake = 'the body was written again after it was signed: sign the very bytes that are sent';
        if (bytes.length <= LONGEST_WRITTEN_AGAIN)
          yield { signature: hmac(JSON.stringify(fields, null, indent), secret), mistake };
      }
    },
  };
}

const PREFIX = 'sha256:';
// Written again with indentation, a text that nests deep is as long as its square.
const LONGEST_WRITTEN_AGAIN = 4096;

function signedTexts(
  signature: unknown,
  parts: readonly string[],
  signed: Readonly<Record<string, unknown>>,
): ReadNotification {
  if (typeof signature !== 'string') return { malformed: 'the signature is not a string' };
  const old = /^[0-9a-f]{40}$/i.test(signature);
  const algorithm: DigestAlgorithm = old ? 'sha1' : 'sha256';
  const prefix = old ? '' : PREFIX;
  return {
    signature,
    algorithm,
    signed,
    expected: (secret) => prefix + hash(algorithm, parts.join('') + secret),
    mistakes: (secret) => mistakesOf(parts, secret, prefix),
  };
}

/** The texts in each other order, and an HMAC in place of a digest. */
function* mistakesOf(
  parts: readonly string[],
  secret: string,
  prefix: string,
): Iterable<NotificationMistake> {
  const right = parts.join('');
  const digest = (text: string) => prefix + hash('sha256', text);
  for (const order of ordersOf([...parts, secret])) {
    if (order.join('') === right + secret) continue;
    yield { signature: digest(order.join('')), mistake: 'the texts were put together in another order' };
  }
  yield { signature: digest(right), mistake: 'the secret was left out: it comes last' };
  for (const between of ['+', '|', ' ', ',', '-', '.', '\n']) {
    const mistake = 'something was put between the texts: nothing belongs there';
    yield { signature: digest([...parts, secret].join(between)), mistake };
  }
  yield {
    signature: prefix + createHmac('sha256', secret).update(right).digest('hex'),
    mistake: 'this is an HMAC: make a plain digest, with the secret as its last text',
  };
}

function* ordersOf(texts: readonly string[]): Iterable<string[]> {
  if (texts.length < 2) yield [...texts];
  for (const [i, first] of texts.entries()) {
    const rest = [...texts.slice(0, i), ...texts.slice(i + 1)];
    if (rest.length > 0) for (const order of ordersOf(rest)) yield [first, ...order];
  }
}

const notJson = { absent: 'the body is not a JSON object' } as const;
const noSignature = { absent: 'the body has no signature' } as const;

/** As the provider writes it into the text that it signs. */
function textOf(value: unknown): unknown {
  return Number.isSafeInteger(value) ? String(value) : value;
}

function fit(parts: unknown[], ...forms: RegExp[]): parts is string[] {
  return parts.every((part, i) => typeof part === 'string' && forms[i]?.test(part));
}

function objectIn(body: InboundBody): Record<string, unknown> | undefined {
  return body.kind === 'json' && isObject(body.value) ? body.value : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
