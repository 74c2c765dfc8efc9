import type { Suite } from '../../contract-case.ts';
import { pairCases } from '../pair/index.ts';
import type { PairSubject } from '../pair/pair-subject.ts';
import { failsOnASchemeAlone } from './fails-on-a-scheme-alone.ts';
import { namesNoCharset } from './names-no-charset.ts';
import { namesNoRealm } from './names-no-realm.ts';
import { takesAnotherScheme } from './takes-another-scheme.ts';
import { takesProxyAuthorization } from './takes-proxy-authorization.ts';
import { wantsTheSchemeInOneCase } from './wants-the-scheme-in-one-case.ts';

/** HTTP Basic (RFC 7617). */
export const basicSuite: Suite<PairSubject> = {
  name: 'basic',
  cases: [
    ...pairCases,
    wantsTheSchemeInOneCase,
    takesAnotherScheme,
    failsOnASchemeAlone,
    takesProxyAuthorization,
    namesNoRealm,
    namesNoCharset,
  ],
};
