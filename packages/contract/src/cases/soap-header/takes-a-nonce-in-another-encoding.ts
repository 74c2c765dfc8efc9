import { mustRefuse } from '../../dialect.ts';
import { BASE64_BINARY } from '../../sign/soap-envelope.ts';
import { type SoapCase, withElements } from './soap-subject.ts';

export const takesANonceInAnotherEncoding: SoapCase = {
  name: 'takes-a-nonce-in-another-encoding',
  sent: 'a right nonce that is said to be hexadecimal',
  expected: 'it is refused',
  why: 'What says that it is something else is not read as what it is not.',
  source: 'Web Services Security 1.1, section 6.1 (EncodingType)',
  level: 'advice',
  async run(subject, { send }) {
    const request = withElements(subject, ({ nonce }) => ({
      nonce: `<wsse:Nonce EncodingType="${BASE64_BINARY.replace('Base64Binary', 'HexBinary')}">${nonce}</wsse:Nonce>`,
    }));
    mustRefuse(subject.dialect, await send(request), 'credentials-malformed');
  },
};
