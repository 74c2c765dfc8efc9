import { mustRefuse } from '../../dialect.ts';
import { type BearerCase, signed, withToken } from './bearer-subject.ts';

export const takesAnUnknownCrit: BearerCase = {
  name: 'takes-an-unknown-crit',
  sent: 'a good token whose header says that something must be understood that nobody understands',
  expected: 'it is refused',
  why: 'What is critical limits a token in a way that its issuer counts on. Who does not understand it must not take it.',
  source: 'RFC 7515, section 4.1.11',
  level: 'required',
  async run(subject, { send }) {
    const header = { crit: ['https://countersign.example/limit'], 'https://countersign.example/limit': true };
    mustRefuse(
      subject.dialect,
      await send(withToken(subject, await signed(subject, { header }))),
      'token-malformed',
    );
  },
};
