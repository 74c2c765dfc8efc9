import { mustNotFail, mustRefuse } from '../../dialect.ts';
import { envelopeXml, securityXml, usernameTokenXml } from '../../sign/soap-envelope.ts';
import { tokenOf } from '../username-token/username-token-subject.ts';
import { type SoapCase, withHeader, withXml } from './soap-subject.ts';

export const chokesOnDeepNesting: SoapCase = {
  name: 'chokes-on-deep-nesting',
  sent: 'elements inside one another, 10,000 deep, in the Header, and in the Body beside a right token',
  expected:
    'the first is refused, the second accepted or refused, none is an error of the server that says so',
  why: 'What walks down them by calling itself ends the process, or the request, before anybody is known.',
  source: 'CWE-674',
  level: 'required',
  async run(subject, { send }) {
    const deep = '<a>'.repeat(10_000) + '</a>'.repeat(10_000);
    const { dialect } = subject;
    mustRefuse(dialect, await send(withHeader(subject, deep)), 'absent', 'in the Header');
    const right = usernameTokenXml(tokenOf(subject));
    const inBody = envelopeXml({ version: '1.1', header: securityXml(right), content: deep });
    const answer = await send(withXml(subject, inBody));
    mustNotFail(dialect, answer, ['absent', 'credentials-malformed'], 'in the Body');
  },
};
