import { mustAccept } from '../../dialect.ts';
import type { Psd2RoleCase } from './psd2-role-subject.ts';

export const refusesTheRightRole: Psd2RoleCase = {
  name: 'refuses-the-right-role',
  sent: 'a QWAC that holds the role',
  expected: 'it is accepted',
  why: 'Where this fails nothing else can be told.',
  source: 'ETSI TS 119 495, section 5.1',
  level: 'required',
  async run({ dialect, request, qwac }, { send }) {
    mustAccept(dialect, await send({ ...request, certificate: qwac }), 'a QWAC with the role');
  },
};
