import { mustRefuse } from '../../dialect.ts';
import { tokenElements } from '../../sign/soap-envelope.ts';
import { type SoapCase, withElements } from './soap-subject.ts';

export const joinsTextAroundAComment: SoapCase = {
  name: 'joins-text-around-a-comment',
  sent: 'right tokens with a comment inside the login, the nonce and the time',
  expected: 'each is refused',
  why: 'Readers differ in what they take for the text: one of them sees the login before the comment, and another account.',
  source: 'CWE-436 (as in CVE-2017-11427)',
  level: 'required',
  async run(subject, { send }) {
    for (const part of ['username', 'password', 'nonce', 'created'] as const) {
      const request = withElements(subject, (token) => ({
        [part]: tokenElements(token)[part].replace(/>(..)/, '>$1<!-- -->'),
      }));
      mustRefuse(
        subject.dialect,
        await send(request),
        'credentials-malformed',
        `a comment inside the ${part}`,
      );
    }
  },
};
