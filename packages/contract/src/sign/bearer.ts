import { faultNamed } from './pair.ts';
import { type Signed, signed } from './signed.ts';

export interface SignBearerOptions {
  readonly token: string;
  /** Sent as `PSU-IP-Address`. Default: none is sent. */
  readonly psuIpAddress?: string | undefined;
  /** A mistake to make. */
  readonly fault?: BearerFault | undefined;
}

export type BearerFault = keyof typeof faults;

/**
 * A token in `Authorization: Bearer …` (RFC 6750, section 2.1), and the address of the user at whose wish the client
 * calls, in `PSU-IP-Address`.
 *
 * @throws TypeError for a fault that there is none of
 */
export function bearer({ token, psuIpAddress, fault }: SignBearerOptions): Signed {
  const right: BearerHeaders = {
    authorization: `Bearer ${token}`,
    ...(psuIpAddress !== undefined && { 'psu-ip-address': psuIpAddress }),
  };
  return signed(fault === undefined ? right : faultNamed(faults, fault)(right));
}

interface BearerHeaders extends Record<string, string> {
  authorization: string;
}

const faults = {
  'scheme-missing': (right: BearerHeaders) => ({
    ...right,
    authorization: right.authorization.slice('Bearer '.length),
  }),
  'scheme-alone': (right: BearerHeaders) => ({ ...right, authorization: 'Bearer' }),
  'two-parts': (right: BearerHeaders) => ({ ...right, authorization: `${right.authorization} more` }),
  'psu-ip-missing': ({ authorization }: BearerHeaders) => ({ authorization }),
  'psu-ip-with-port': withAddress((address) => `${address}:443`),
  'psu-ip-list': withAddress((address) => `${address}, ${address}`),
} as const;

function withAddress(change: (address: string) => string): (right: BearerHeaders) => BearerHeaders {
  return (right) => ({ ...right, 'psu-ip-address': change(right['psu-ip-address'] ?? '111.111.11.111') });
}
