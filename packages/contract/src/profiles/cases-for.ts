import type { CaseText } from '../contract-case.ts';
import { type ProfileName, profileNamed } from './index.ts';

/**
 * What the cases of a profile send, what must come back, and why.
 * @throws TypeError naming the profiles there are
 */
export function casesFor(profile: ProfileName): readonly (CaseText & { readonly id: string })[] {
  return profileNamed(profile).texts;
}
