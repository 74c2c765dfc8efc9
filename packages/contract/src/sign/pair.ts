/** An account's identifier and its secret. */
export interface Pair {
  readonly id: string;
  readonly secret: string;
}

export type PairFault = keyof typeof faults;

/** `base64(id:secret)`, or what clients send by mistake. */
export function encodedPair(pair: Pair, fault?: PairFault): string {
  return fault === undefined ? base64(joined(pair)) : faultNamed(faults, fault)(pair);
}

/** Every byte as `%XX`: form-encoded, whichever characters the pair is made of. */
export function percentEncoded(text: string): string {
  return Buffer.from(text, 'utf8')
    .toString('hex')
    .toUpperCase()
    .replace(/../g, (byte) => `%${byte}`);
}

/** @throws TypeError naming the faults there are */
export function faultNamed<F extends object>(known: F, fault: keyof F): F[keyof F] {
  if (Object.hasOwn(known, fault)) return known[fault];
  throw new TypeError(`fault must be one of ${Object.keys(known).join(', ')}`);
}

const joined = ({ id, secret }: Pair) => `${id}:${secret}`;
const base64 = (text: string) => Buffer.from(text, 'utf8').toString('base64');

const faults = {
  'not-encoded': joined,
  'encoded-twice': (pair: Pair) => base64(base64(joined(pair))),
  'url-safe-alphabet': (pair: Pair) => base64(joined(pair)).replaceAll('+', '-').replaceAll('/', '_'),
  unpadded: (pair: Pair) => base64(joined(pair)).replace(/=+$/, ''),
  'form-encoded': ({ id, secret }: Pair) =>
    base64(joined({ id: percentEncoded(id), secret: percentEncoded(secret) })),
  'no-colon': ({ id, secret }: Pair) => base64(`${id}${secret}`),
  swapped: ({ id, secret }: Pair) => base64(joined({ id: secret, secret: id })),
  'newline-after-secret': (pair: Pair) => base64(`${joined(pair)}\n`),
  'white-space-around-secret': ({ id, secret }: Pair) => base64(joined({ id, secret: ` ${secret} ` })),
} as const;
