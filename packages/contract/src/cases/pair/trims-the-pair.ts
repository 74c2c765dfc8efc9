import { mustRefuse } from '../../dialect.ts';
import { type PairCase, withBytes } from './pair-subject.ts';

export const trimsThePair: PairCase = {
  name: 'trims-the-pair',
  sent: 'the right pair with a space, a tab or a line break before the id or after the secret',
  expected: 'each is refused',
  why: 'White space is a part of a secret. Who trims it accepts what nobody was given, and shuts out who has some.',
  source: 'RFC 7617, section 2',
  level: 'required',
  async run(subject, { send }) {
    const { id, secret } = subject.account;
    for (const text of [`${id}:${secret} `, `${id}: ${secret}`, ` ${id}:${secret}`, `${id} :${secret}`]) {
      mustRefuse(subject.dialect, await send(withBytes(subject, text)), 'proof-mismatch', 'with a space');
    }
    for (const text of [
      `${id}:${secret}\n`,
      `${id}:${secret}\r\n`,
      `${id}:${secret}\t`,
      `\n${id}:${secret}`,
    ]) {
      mustRefuse(
        subject.dialect,
        await send(withBytes(subject, text)),
        'credentials-malformed',
        'with a control',
      );
    }
  },
};
