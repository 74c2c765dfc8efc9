import { apiKeyHeaderProfile } from './api-key-header.ts';
import { basicProfile } from './basic.ts';
import { bearerProfile } from './bearer.ts';
import { clientCertificateProfile } from './client-certificate.ts';
import { connectpayProfile } from './connectpay.ts';
import { connectpayMutualTlsProfile } from './connectpay-mtls.ts';
import { placetopayProfile } from './placetopay.ts';
import { placetopaySoapProfile } from './placetopay-soap.ts';
import { pledgProfile } from './pledg.ts';
import type { Profile } from './profile.ts';
import { smart2payProfile } from './smart2pay.ts';
import { tokenEndpointProfile } from './token-endpoint.ts';
import { usernameTokenProfile } from './username-token.ts';

export const profiles = {
  smart2pay: smart2payProfile,
  connectpay: connectpayProfile,
  'connectpay-mtls': connectpayMutualTlsProfile,
  pledg: pledgProfile,
  placetopay: placetopayProfile,
  'placetopay-soap': placetopaySoapProfile,
  basic: basicProfile,
  'api-key-header': apiKeyHeaderProfile,
  bearer: bearerProfile,
  'token-endpoint': tokenEndpointProfile,
  'client-certificate': clientCertificateProfile,
  'username-token': usernameTokenProfile,
} as const satisfies Readonly<Record<string, Profile>>;

export type ProfileName = keyof typeof profiles;

export const profileNames = Object.keys(profiles) as ProfileName[];

/** @throws TypeError naming the profiles there are */
export function profileNamed(name: string): Profile {
  const profile = Object.hasOwn(profiles, name) ? profiles[name as ProfileName] : undefined;
  if (!profile) throw new TypeError(`there is no profile «${name}»: it is one of ${profileNames.join(', ')}`);
  return profile;
}
