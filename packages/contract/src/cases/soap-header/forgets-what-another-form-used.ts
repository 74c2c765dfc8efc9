import { needed } from '../../contract-case.ts';
import { mustAccept, mustRefuse } from '../../dialect.ts';
import { tokenOf } from '../username-token/username-token-subject.ts';
import { type SoapCase, withSoapToken } from './soap-subject.ts';

export const forgetsWhatAnotherFormUsed: SoapCase = {
  name: 'forgets-what-another-form-used',
  sent: 'a token over JSON and then over SOAP, another over SOAP and then over JSON, and one over 1.1 and then 1.2',
  expected: 'the first use is accepted, the second refused',
  why: 'It is one token in two forms: where each has a memory of its own, it is good for both.',
  source: 'UsernameToken Profile 1.1, section 3.1; CWE-294',
  level: 'required',
  async run(subject, { send }) {
    const { dialects, overJson } = subject;
    const versioned = tokenOf(subject);
    mustAccept(dialects['1.1'], await send(withSoapToken(subject, versioned)), 'SOAP 1.1');
    const again = await send(withSoapToken(subject, versioned, '1.2'));
    mustRefuse(dialects['1.2'], again, 'replayed', 'SOAP 1.2 after it');
    const json = needed(overJson, 'the same accounts over JSON');
    const first = tokenOf(subject);
    mustAccept(json.dialect, await send(json.carry(first)), 'JSON');
    mustRefuse(subject.dialect, await send(subject.carry(first)), 'replayed', 'SOAP after JSON');
    const second = tokenOf(subject);
    mustAccept(subject.dialect, await send(subject.carry(second)), 'SOAP');
    mustRefuse(json.dialect, await send(json.carry(second)), 'replayed', 'JSON after SOAP');
  },
};
