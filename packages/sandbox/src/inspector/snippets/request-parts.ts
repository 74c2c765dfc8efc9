import type { PassingRequest, UsernameTokenCredential } from '../passing/passing-request.ts';

export function contentTypeOf({ body }: PassingRequest): string | undefined {
  if (!body) return undefined;
  return body.type === 'json' ? 'application/json' : 'application/x-www-form-urlencoded';
}

/** The body with every value written out. */
export function bodyText({ body, credential }: PassingRequest): string | undefined {
  if (!body) return undefined;
  if (body.type === 'form') return body.text;
  return JSON.stringify(
    credential.kind === 'username-token' ? { auth: authOf(credential), ...body.value } : body.value,
  );
}

function authOf({ id, signed }: UsernameTokenCredential) {
  return { login: id, tranKey: signed.tranKey, nonce: signed.nonce, seed: signed.seed };
}
