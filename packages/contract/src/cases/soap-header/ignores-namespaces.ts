import { mustRefuse } from '../../dialect.ts';
import { WSSE } from '../../sign/soap-envelope.ts';
import { rightMessage, type SoapCase, withXml } from './soap-subject.ts';

export const ignoresNamespaces: SoapCase = {
  name: 'ignores-namespaces',
  sent: 'a token whose elements have the right names and prefixes in a namespace of somebody else',
  expected: 'it is refused as if no token had been sent',
  why: 'Who looks at prefixes takes elements that mean something else, and misses those that mean it.',
  source: 'Namespaces in XML 1.0, section 4',
  level: 'required',
  async run(subject, { send }) {
    const message = rightMessage(subject).replace(WSSE, 'urn:somebody-else');
    mustRefuse(subject.dialect, await send(withXml(subject, message)), 'absent');
  },
};
