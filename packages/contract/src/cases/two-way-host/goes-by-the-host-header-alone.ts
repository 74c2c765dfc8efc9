import { mustTurnAway } from '../client-certificate/certificate-subject.ts';
import { type TwoWayHostCase, under } from './two-way-host-subject.ts';

export const goesByTheHostHeaderAlone: TwoWayHostCase = {
  name: 'goes-by-the-host-header-alone',
  sent: '`Host` naming the two-way host over a connection whose handshake named the other',
  expected: 'it is refused',
  why: 'What stands in front chose by the handshake whether to ask for a certificate; the header came after it.',
  source: 'RFC 9110, section 7.4; RFC 6066, section 3',
  level: 'required',
  async run({ dialect, twoWayRequest, twoWay, oneWay }, exchange) {
    const sent = under(twoWayRequest, oneWay, twoWay);
    await mustTurnAway(exchange, dialect, sent, 'host-not-allowed', 'another name in the handshake');
  },
};
