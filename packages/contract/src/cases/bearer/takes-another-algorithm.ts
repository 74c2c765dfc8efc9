import { CaseSkipped } from '../../contract-case.ts';
import { mustRefuse } from '../../dialect.ts';
import { keyOf } from '../../sign/right-token.ts';
import { type BearerCase, changed, signed, signing, withToken } from './bearer-subject.ts';
import { otherAlgorithms, signWith } from './sign-with.ts';

export const takesAnotherAlgorithm: BearerCase = {
  name: 'takes-another-algorithm',
  sent: 'tokens signed with the right key by other algorithms than the one it is for',
  expected: 'each is refused',
  why: 'A key is for one algorithm. What verifies by whatever the header names can be led to a weaker one.',
  source: 'RFC 8725, section 3.1',
  level: 'required',
  async run(subject, { send }) {
    const known = signing(subject);
    const [, payload] = (await signed(subject)).split('.');
    const others = otherAlgorithms(known.algorithm);
    if (others.length === 0)
      throw new CaseSkipped(`needs a key that could sign otherwise than by ${known.algorithm}`);
    for (const alg of others) {
      const [header = ''] = (await signed(subject)).split('.');
      const input = `${changed(header, { alg })}.${payload}`;
      const answer = await send(withToken(subject, `${input}.${signWith(alg, input, keyOf(known))}`));
      mustRefuse(subject.dialect, answer, 'token-algorithm-not-allowed', `alg «${alg}»`);
    }
  },
};
