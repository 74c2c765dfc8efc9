import type { Suite } from '../../contract-case.ts';
import type { BearerSubject } from '../bearer/bearer-subject.ts';
import { takesAKidForAPath } from './takes-a-kid-for-a-path.ts';
import { takesATokenWithoutKid } from './takes-a-token-without-kid.ts';
import { takesAnUnknownKid } from './takes-an-unknown-kid.ts';

/** What only servers get wrong whose keys have names. */
export const keyIdSuite: Suite<BearerSubject> = {
  name: 'key-id',
  cases: [takesAnUnknownKid, takesAKidForAPath, takesATokenWithoutKid],
};
