import type { Clock } from '@countersign/core';
import { placetopayDate } from '@countersign/providers';
import { readEnvelope, type SoapVersion, type XmlElement } from '@countersign/username-token';
import type { BoundedStore } from '../routes/bounded-store.ts';
import type { PlacetopaySession } from '../state/placetopay-session.ts';
import { OPERATIONS, type Operation, TARGET_NAMESPACE } from './wsdl.ts';
import { dataOf } from './xml-value.ts';

export interface Called {
  readonly version: SoapVersion;
  /** `undefined`: the message asks for nothing that is served. */
  readonly operation: Operation | undefined;
  readonly argument: Readonly<Record<string, unknown>>;
}

/** What a message asks for: the one element in its Body says so, never the `SOAPAction`. */
export function calledBy(body: unknown): Called {
  const envelope = body instanceof Uint8Array ? readEnvelope(body) : undefined;
  const [element, ...others] = envelope?.body.children ?? [];
  const named = element && others.length === 0 ? operationOf(element) : undefined;
  return {
    version: envelope?.version ?? '1.1',
    operation: named,
    argument: element && named ? objectOf(dataOf(element)) : {},
  };
}

function operationOf({ namespace, name }: XmlElement): Operation | undefined {
  return namespace === TARGET_NAMESPACE ? OPERATIONS.find((operation) => operation === name) : undefined;
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

interface Context {
  readonly clock: Clock;
  readonly sessions: BoundedStore<PlacetopaySession>;
  readonly account: string;
  readonly origin: string;
}

type Result = (argument: Called['argument'], context: Context) => unknown;

/** What each operation answers, from the sessions that JSON works on too. */
export const results: Readonly<Record<Operation, Result>> = {
  createRequest({ payload }, { clock, sessions, account, origin }) {
    const session = sessions.add(account, (requestId) => ({ requestId, request: objectOf(payload) }));
    return {
      status: status(clock, 'OK', 'PC', 'La petición se ha procesado correctamente'),
      requestId: session.requestId,
      processUrl: `${origin}/session/${session.requestId}`,
    };
  },
  getRequestInformation({ requestId }, { clock, sessions, account }) {
    const session = sessions.find(account, requestId);
    if (!session) return { status: status(clock, 'FAILED', '404', 'No encontrado') };
    return {
      requestId: session.requestId,
      status: status(clock, 'PENDING', 'PT', 'La petición se encuentra pendiente'),
      request: session.request,
    };
  },
  collect: (_argument, { clock }) => processed(clock),
  reversePayment: (_argument, { clock }) => processed(clock),
};

function processed(clock: Clock) {
  return { status: status(clock, 'OK', 'PC', 'La petición se ha procesado correctamente') };
}

function status(clock: Clock, name: string, reason: string, message: string) {
  return { status: name, reason, message, date: placetopayDate(clock()) };
}
