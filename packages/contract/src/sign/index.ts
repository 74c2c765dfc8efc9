import { apiKey } from './api-key.ts';
import { basic } from './basic.ts';
import { bearer } from './bearer.ts';
import { notification } from './notification.ts';
import { signedPayload } from './signed-payload.ts';
import { soap } from './soap.ts';
import { token } from './token.ts';
import { tokenRequest } from './token-request.ts';
import { tranKey } from './tran-key.ts';
import { xSignature } from './x-signature.ts';

/** A valid request of every scheme in one line, and its mistakes by name. */
export const sign = {
  basic,
  apiKey,
  token,
  bearer,
  tokenRequest,
  tranKey,
  soap,
  xSignature,
  signedPayload,
  notification,
} as const;
