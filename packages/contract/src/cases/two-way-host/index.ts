import type { Suite } from '../../contract-case.ts';
import { goesByTheHandshakeAlone } from './goes-by-the-handshake-alone.ts';
import { goesByTheHostHeaderAlone } from './goes-by-the-host-header-alone.ts';
import { refusesItsOwnHost } from './refuses-its-own-host.ts';
import { servesOneWayUnderTheTwoWayName } from './serves-one-way-under-the-two-way-name.ts';
import { servesTwoWayUnderTheOneWayName } from './serves-two-way-under-the-one-way-name.ts';
import type { TwoWayHostSubject } from './two-way-host-subject.ts';

/** Host names of certificate-protected APIs and of all others, which exclude each other. */
export const twoWayHostSuite: Suite<TwoWayHostSubject> = {
  name: 'two-way-host',
  cases: [
    refusesItsOwnHost,
    servesTwoWayUnderTheOneWayName,
    servesOneWayUnderTheTwoWayName,
    goesByTheHostHeaderAlone,
    goesByTheHandshakeAlone,
  ],
};
