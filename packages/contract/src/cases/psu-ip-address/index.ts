import type { Suite } from '../../contract-case.ts';
import type { BearerSubject } from '../bearer/bearer-subject.ts';
import { needsNoAddress } from './needs-no-address.ts';
import { takesAnyAddressForABoundToken } from './takes-any-address-for-a-bound-token.ts';
import { takesOneOfTwoAddresses } from './takes-one-of-two-addresses.ts';
import { takesWhatIsNoAddress } from './takes-what-is-no-address.ts';
import { wantsOneFamily } from './wants-one-family.ts';

/** `PSU-IP-Address` beside a token. */
export const psuIpAddressSuite: Suite<BearerSubject> = {
  name: 'psu-ip-address',
  cases: [
    needsNoAddress,
    takesOneOfTwoAddresses,
    takesWhatIsNoAddress,
    takesAnyAddressForABoundToken,
    wantsOneFamily,
  ],
};
