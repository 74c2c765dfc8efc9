/** An account's identifier and its secret. */
export interface Pair {
  readonly id: string;
  readonly secret: string;
}

export type PairFault = keyof typeof faults;

/** `base64(id:secret)`, or what clients send by mistake. */
export function encodedPair({ id, secret }: Pair, fault?: PairFault): string {
  return fault ? faults[fault](id, secret) : base64(`${id}:${secret}`);
}

const base64 = (text: string) => Buffer.from(text, 'utf8').toString('base64');

const faults = {
  'not-encoded': (id: string, secret: string) => `${id}:${secret}`,
  'encoded-twice': (id: string, secret: string) => base64(base64(`${id}:${secret}`)),
  'url-safe-alphabet': (id: string, secret: string) => Buffer.from(`${id}:${secret}`).toString('base64url'),
  'form-encoded': (id: string, secret: string) =>
    base64(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`),
  'no-colon': (id: string, secret: string) => base64(`${id}${secret}`),
  swapped: (id: string, secret: string) => base64(`${secret}:${id}`),
  'newline-after-secret': (id: string, secret: string) => base64(`${id}:${secret}\n`),
  'white-space-around-secret': (id: string, secret: string) => base64(`${id}: ${secret} `),
} as const;
