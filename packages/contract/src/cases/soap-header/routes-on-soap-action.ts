import { mustAccept } from '../../dialect.ts';
import { withHeaders } from '../../request.ts';
import { tokenOf } from '../username-token/username-token-subject.ts';
import { type SoapCase, withSoapToken } from './soap-subject.ts';

export const routesOnSoapAction: SoapCase = {
  name: 'routes-on-soap-action',
  sent: 'a right token with an empty SOAPAction, with one of another operation, and without one',
  expected: 'each is accepted',
  why: 'It is a hint for what stands before the server, and clients differ in what they write there.',
  source: 'SOAP 1.1, section 6.1.1',
  level: 'advice',
  async run(subject, { send }) {
    for (const action of ['""', '"urn:no-such-operation"', undefined]) {
      const request = withSoapToken(subject, tokenOf(subject));
      const sent = action === undefined ? request : withHeaders(request, ['SOAPAction', action]);
      mustAccept(subject.dialect, await send(sent), `SOAPAction: ${action}`);
    }
  },
};
