import { isWhiteSpace } from './canonical-request.ts';

// What a path and a query are made of (RFC 3986, appendix A), the percent sign of an escape included.
const URL_CHARACTERS = /^[A-Za-z0-9\-._~!$&'()*+,;=:@/?%]*$/;

/**
 * Why URL and body cannot be told apart again in what is signed, where nothing stands between them: `undefined` where
 * they can. Whoever sees a signed request could else move the end of its URL into the body, and have `…/refund?amount=5`
 * taken for `…/refund`, or the body into the URL. So the URL holds no character that it should not hold, and the body,
 * where there is one, begins with such a character: the bracket of its JSON.
 */
export function toldApart(target: string, body: Uint8Array): string | undefined {
  if (!URL_CHARACTERS.test(target)) {
    return 'the URL holds a character that has to be percent-encoded (RFC 3986): where it ends could not be told';
  }
  const first = body.find((byte) => !isWhiteSpace(byte));
  return first !== undefined && URL_CHARACTERS.test(String.fromCharCode(first))
    ? 'the body begins as a URL may go on, and not with the bracket of JSON: where the URL ends could not be told'
    : undefined;
}
