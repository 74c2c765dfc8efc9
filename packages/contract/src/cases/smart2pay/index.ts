import type { Suite } from '../../contract-case.ts';
import type { PairSubject } from '../pair/pair-subject.ts';
import { comparesIdsAsNumbers } from './compares-ids-as-numbers.ts';
import { refusesWhatItsClientsSend } from './refuses-what-its-clients-send.ts';

/** What Smart2Pay adds to HTTP Basic. */
export const smart2paySuite: Suite<PairSubject> = {
  name: 'smart2pay',
  cases: [comparesIdsAsNumbers, refusesWhatItsClientsSend],
};
