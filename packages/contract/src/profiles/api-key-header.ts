import { apiKeyHeaderSuite } from '../cases/api-key-header/index.ts';
import { openDialect } from './dialects.ts';
import { pairSubject } from './pair-credentials.ts';
import { part } from './profile.ts';

/**
 * An id:secret pair in a header of its own, on any server. Credentials: those of `basic`, and `header` where it is not
 * `x-connectpay-api-key`.
 */
export const apiKeyHeaderProfile = part(apiKeyHeaderSuite, (credentials) => {
  const header = credentials.optionalText('header') ?? 'x-connectpay-api-key';
  return pairSubject(credentials, { dialect: openDialect(), carrier: { header, prefix: '' } });
});
