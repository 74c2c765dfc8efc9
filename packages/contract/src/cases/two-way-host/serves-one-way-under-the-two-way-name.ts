import { needed } from '../../contract-case.ts';
import { mustTurnAway } from '../client-certificate/certificate-subject.ts';
import { type TwoWayHostCase, under } from './two-way-host-subject.ts';

export const servesOneWayUnderTheTwoWayName: TwoWayHostCase = {
  name: 'serves-one-way-under-the-two-way-name',
  sent: 'what is not certificate-protected, under the host name of what is',
  expected: 'it is refused',
  why: 'Who reads that name in a rule takes all behind it for protected by certificates.',
  source: 'ConnectPay, Environments; RFC 9110, section 7.4',
  level: 'required',
  async run({ dialect, oneWayRequest, twoWay }, exchange) {
    const request = needed(oneWayRequest, 'hosts.oneWayRequest: what is served under the one-way name');
    const sent = under(request, twoWay);
    await mustTurnAway(exchange, dialect, sent, 'host-not-allowed', 'the one-way API under the two-way name');
  },
};
