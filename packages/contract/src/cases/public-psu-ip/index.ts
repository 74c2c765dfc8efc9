import type { Suite } from '../../contract-case.ts';
import type { BearerSubject } from '../bearer/bearer-subject.ts';
import { takesAnAddressOfNobody } from './takes-an-address-of-nobody.ts';

/** `PSU-IP-Address` where it has to be a public address. */
export const publicPsuIpSuite: Suite<BearerSubject> = {
  name: 'public-psu-ip',
  cases: [takesAnAddressOfNobody],
};
