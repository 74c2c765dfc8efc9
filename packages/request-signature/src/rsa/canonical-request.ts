/** What a signature covers of a request. */
export interface RequestToSign {
  readonly method: string;
  /** As it is asked for: `https://api.connectpay.com/merchant/payments?page=1`. */
  readonly url: string;
  /** The bytes of the body as they are sent; empty where there is none. */
  readonly body: Uint8Array;
}

/**
 * The bytes that ConnectPay's `X-Signature` is made over: the method in lower case, the URL in lower case without
 * `https://`, the body without any white space, inside strings too, one after another with nothing between them.
 *
 * White space is ASCII: tab, line feed, vertical tab, form feed, carriage return, space. The body is taken as bytes
 * and never read as JSON, so nothing depends on how somebody would write it again.
 *
 * Nothing separates the parts and nothing of a letter's case in the URL or of the white space in a string is covered:
 * a handler must not tell two requests apart by these.
 *
 * @see ConnectPay, Merchant API v2, X-Signature
 */
export function canonicalRequest({ method, url, body }: RequestToSign): Buffer {
  const target = url.toLowerCase().replace(/^https:\/\//, '');
  return Buffer.concat([Buffer.from(method.toLowerCase() + target), withoutWhiteSpace(body)]);
}

function withoutWhiteSpace(bytes: Uint8Array): Uint8Array {
  return bytes.filter((byte) => byte !== 0x20 && (byte < 0x09 || byte > 0x0d));
}
