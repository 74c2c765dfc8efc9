import type { InboundBody } from '@countersign/core';
import { ownValue } from './token.ts';

/** What a body holds under `auth`. `absent` says which check found nothing, for the explanation. */
export type AuthInBody =
  | { readonly kind: 'present'; readonly auth: object }
  | { readonly kind: 'absent'; readonly check: 'body' | 'auth'; readonly detail: string }
  | { readonly kind: 'too-large' };

/** The `auth` object of a JSON body. No body, another body and an `auth` that is no object all count as absent. */
export function authInBody(body: InboundBody): AuthInBody {
  switch (body.kind) {
    case 'absent':
      return noBody('no body was sent');
    case 'form':
    case 'unsupported':
      return noBody('the content type is not JSON');
    case 'malformed':
      return noBody('the body is not what its content type says');
    case 'too-large':
      return { kind: 'too-large' };
    case 'json':
      return authInJson(body.value);
  }
}

function authInJson(value: unknown): AuthInBody {
  if (!isPlainObject(value)) return noBody('the body is not a JSON object');
  const auth = ownValue(value, 'auth');
  if (auth === undefined) return noAuth('the body has no auth');
  return isPlainObject(auth) ? { kind: 'present', auth } : noAuth('auth is not an object');
}

export function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function noBody(detail: string): AuthInBody {
  return { kind: 'absent', check: 'body', detail };
}

function noAuth(detail: string): AuthInBody {
  return { kind: 'absent', check: 'auth', detail };
}
