import { apiKey } from './api-key.ts';
import { basic } from './basic.ts';
import { bearer } from './bearer.ts';
import { notification } from './notification.ts';
import { signedPayload } from './signed-payload.ts';
import { token } from './token.ts';
import { tokenRequest } from './token-request.ts';
import { xSignature } from './x-signature.ts';

/** A valid request of every scheme in one line, and its mistakes by name. */
export const sign = {
  basic,
  apiKey,
  token,
  bearer,
  tokenRequest,
  xSignature,
  signedPayload,
  notification,
} as const;
