import { generateKeyPairSync, type KeyLike, type SignKeyObjectInput, sign } from 'node:crypto';

/** A key pair of an account, and one of somebody else. */
export const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
export const otherPair = generateKeyPairSync('rsa', { modulusLength: 2048 });

interface RequestParts {
  readonly method?: string;
  /** Without `https://`, as the provider says. */
  readonly url: string;
  /** Without white space, as the provider says. */
  readonly body?: string;
  readonly key?: KeyLike | SignKeyObjectInput;
}

/** `X-Signature` as a ConnectPay client makes it, of texts that are written out: nothing is canonicalised here. */
export function signRequest({
  method = 'post',
  url,
  body = '',
  key = pair.privateKey,
}: RequestParts): string {
  return sign('sha256', Buffer.from(method + url + body), key as KeyLike).toString('base64');
}
