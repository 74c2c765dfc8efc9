import { apiKeyHeaderProfile } from './api-key-header.ts';
import { basicProfile } from './basic.ts';
import { placetopayProfile } from './placetopay.ts';
import type { Profile } from './profile.ts';
import { smart2payProfile } from './smart2pay.ts';
import { usernameTokenProfile } from './username-token.ts';

export const profiles = {
  basic: basicProfile,
  'api-key-header': apiKeyHeaderProfile,
  smart2pay: smart2payProfile,
  'username-token': usernameTokenProfile,
  placetopay: placetopayProfile,
} as const satisfies Readonly<Record<string, Profile>>;

export type ProfileName = keyof typeof profiles;

export const profileNames = Object.keys(profiles) as ProfileName[];

/** @throws TypeError naming the profiles there are */
export function profileNamed(name: string): Profile {
  const profile = Object.hasOwn(profiles, name) ? profiles[name as ProfileName] : undefined;
  if (!profile) throw new TypeError(`there is no profile «${name}»: it is one of ${profileNames.join(', ')}`);
  return profile;
}
