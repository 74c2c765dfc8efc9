import { mustAccept } from '../../dialect.ts';
import { type SoapCase, withElements } from './soap-subject.ts';

export const wantsTheTypeInOneForm: SoapCase = {
  name: 'wants-the-type-in-one-form',
  sent: 'a right digest typed by `xsi:type="PasswordDigest"`',
  expected: 'it is accepted',
  why: 'Clients that are made from a schema send it so.',
  source: 'Placetopay, SOAP, Authentication',
  level: 'required',
  async run(subject, { send }) {
    const request = withElements(subject, ({ tranKey }) => ({
      password: `<wsse:Password xsi:type="PasswordDigest">${tranKey}</wsse:Password>`,
    }));
    mustAccept(subject.dialect, await send(request));
  },
};
