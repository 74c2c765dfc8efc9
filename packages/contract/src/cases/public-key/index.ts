import type { Suite } from '../../contract-case.ts';
import type { BearerSubject } from '../bearer/bearer-subject.ts';
import { takesThePublicKeyForASecret } from './takes-the-public-key-for-a-secret.ts';

/** What only servers get wrong that verify tokens with a public key. */
export const publicKeySuite: Suite<BearerSubject> = {
  name: 'public-key',
  cases: [takesThePublicKeyForASecret],
};
