import { mustTurnAway } from '../client-certificate/certificate-subject.ts';
import { type TwoWayHostCase, under } from './two-way-host-subject.ts';

export const servesTwoWayUnderTheOneWayName: TwoWayHostCase = {
  name: 'serves-two-way-under-the-one-way-name',
  sent: 'what is certificate-protected, under the host name of everything else',
  expected: 'it is refused',
  why: 'That name is reached by browsers, and by what stands in front of them: what passes there was not meant to pass for a certificate.',
  source: 'ConnectPay, Environments; RFC 9110, section 7.4',
  level: 'required',
  async run({ dialect, twoWayRequest, oneWay }, exchange) {
    const sent = under(twoWayRequest, oneWay);
    await mustTurnAway(exchange, dialect, sent, 'host-not-allowed', 'the two-way API under the one-way name');
  },
};
