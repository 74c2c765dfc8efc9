import { mustAccept } from '../../dialect.ts';
import { type TwoWayHostCase, under } from './two-way-host-subject.ts';

export const refusesItsOwnHost: TwoWayHostCase = {
  name: 'refuses-its-own-host',
  sent: 'each API under its own host name',
  expected: 'it is accepted',
  why: 'Where this fails nothing else can be told.',
  source: 'ConnectPay, Environments; RFC 9110, section 7.2',
  level: 'required',
  async run({ dialect, twoWayRequest, oneWayRequest, twoWay, oneWay }, { send }) {
    mustAccept(dialect, await send(under(twoWayRequest, twoWay)), 'the two-way API under its name');
    if (!oneWayRequest) return;
    mustAccept(dialect, await send(under(oneWayRequest, oneWay)), 'the one-way API under its name');
  },
};
