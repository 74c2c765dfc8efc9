import { mustTurnAway } from '../client-certificate/certificate-subject.ts';
import { type TwoWayHostCase, under } from './two-way-host-subject.ts';

export const goesByTheHandshakeAlone: TwoWayHostCase = {
  name: 'goes-by-the-handshake-alone',
  sent: '`Host` naming the one-way host over a connection whose handshake named the other',
  expected: 'it is refused',
  why: 'Routes, links and cookies go by the header: the two must agree.',
  source: 'RFC 9110, section 7.4; RFC 6066, section 3',
  level: 'required',
  async run({ dialect, twoWayRequest, twoWay, oneWay }, exchange) {
    const sent = under(twoWayRequest, twoWay, oneWay);
    await mustTurnAway(exchange, dialect, sent, 'host-not-allowed', 'another name in Host');
  },
};
