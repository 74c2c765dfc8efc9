import { mustRefuse } from '../../dialect.ts';
import { type PairCase, withPair } from './pair-subject.ts';

export const findsWhatAnObjectInherits: PairCase = {
  name: 'finds-what-an-object-inherits',
  sent: 'ids that are names of every object in some languages, such as `__proto__`, with secrets that they might have',
  expected: 'each is refused, none is an error of the server',
  why: 'Accounts in a plain object have members that nobody put there: who asks for one fails, or finds a secret.',
  source: 'CWE-1321',
  level: 'required',
  async run(subject, { send }) {
    for (const id of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      for (const secret of ['', 'undefined', '[object Object]', 'function Object() { [native code] }']) {
        mustRefuse(
          subject.dialect,
          await send(withPair(subject, { id, secret })),
          'account-unknown',
          `«${id}»`,
        );
      }
    }
  },
};
