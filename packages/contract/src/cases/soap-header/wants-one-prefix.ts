import { mustAccept } from '../../dialect.ts';
import { WSSE, WSU } from '../../sign/soap-envelope.ts';
import { rightMessage, type SoapCase, withXml } from './soap-subject.ts';

export const wantsOnePrefix: SoapCase = {
  name: 'wants-one-prefix',
  sent: 'right tokens with other prefixes, and with none',
  expected: 'each is accepted',
  why: 'A prefix is whatever a client chooses: its namespace is the name.',
  source: 'Namespaces in XML 1.0, section 4',
  level: 'required',
  async run(subject, { send }) {
    const renamed = rightMessage(subject)
      .replaceAll('soap:', 's:')
      .replaceAll(':soap=', ':s=')
      .replaceAll('wsse:', 'sec:')
      .replaceAll(':wsse=', ':sec=')
      .replaceAll('wsu:', 'wsse:')
      .replaceAll(':wsu=', ':wsse=');
    mustAccept(subject.dialect, await send(withXml(subject, renamed)), 'other prefixes');
    const unprefixed = rightMessage(subject)
      .replaceAll('<wsse:Security>', `<Security xmlns="${WSSE}">`)
      .replace(/(<\/?)wsse:/g, '$1')
      .replace('<wsu:Created>', `<Created xmlns="${WSU}">`)
      .replace('</wsu:Created>', '</Created>');
    mustAccept(subject.dialect, await send(withXml(subject, unprefixed)), 'no prefix');
  },
};
