import type { ContractCase } from '../../contract-case.ts';
import type { Header, OutboundRequest } from '../../request.ts';
import type { UsernameTokenSubject } from '../username-token/username-token-subject.ts';

/** What the cases of a token in the `auth` of a JSON body need to know. */
export interface JsonAuthSubject extends UsernameTokenSubject {
  /** What an account may ask for: without a body, and without a content type. */
  readonly request: OutboundRequest;
  /** What the body holds beside `auth`. */
  readonly fields: Readonly<Record<string, unknown>>;
}

export type JsonAuthCase = ContractCase<JsonAuthSubject>;

/** The request with this `auth`, whatever it is. */
export function withAuth(
  subject: Pick<JsonAuthSubject, 'request' | 'fields'>,
  auth: unknown,
): OutboundRequest {
  return withJson(subject, { ...subject.fields, auth });
}

/** The request with this body, as JSON. */
export function withJson(subject: Pick<JsonAuthSubject, 'request'>, body: unknown): OutboundRequest {
  return withText(subject, JSON.stringify(body));
}

/** The request with this very body. */
export function withText(
  { request }: Pick<JsonAuthSubject, 'request'>,
  body: string | Uint8Array,
  contentType: string | undefined = 'application/json',
  ...more: readonly Header[]
): OutboundRequest {
  return { ...request, body, headers: [...request.headers, ['Content-Type', contentType], ...more] };
}
