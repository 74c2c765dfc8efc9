import type { DigestAlgorithm } from '@countersign/core';

/** A request that is accepted, before it is signed: every language signs it in its own words. */
export interface PassingRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly credential: Credential;
  readonly body?: ExampleBody | undefined;
  /** Files of the client's certificate, for a request over mutual TLS. */
  readonly certificate?: CertificateFiles | undefined;
}

export type ExampleBody =
  | { readonly type: 'json'; readonly value: Readonly<Record<string, unknown>> }
  | { readonly type: 'form'; readonly text: string }
  /** A message in four parts: between them stand the nonce in base64, the seed and the tranKey. */
  | { readonly type: 'soap'; readonly parts: readonly [string, string, string, string] };

export interface CertificateFiles {
  readonly ca: string;
  readonly chain: string;
  readonly key: string;
}

export interface Pair {
  readonly id: string;
  readonly secret: string;
}

export interface BasicCredential extends Pair {
  readonly kind: 'basic';
  readonly header: 'Authorization' | 'x-connectpay-api-key';
}

export interface BearerCredential {
  readonly kind: 'bearer';
  /** Answers with a token, in this field of its JSON. */
  readonly tokenRequest: PassingRequest & { readonly credential: BasicCredential };
  readonly tokenField: string;
  /** A token as that request would get it, for where a value is written out. */
  readonly token: string;
}

export interface UsernameTokenCredential extends Pair {
  readonly kind: 'username-token';
  readonly digest: DigestAlgorithm;
  /** For where values are written out: text, made over this very seed. */
  readonly signed: { readonly tranKey: string; readonly nonce: string; readonly seed: string };
}

/** Basic, and a signature over the request. */
export interface RsaSignatureCredential extends Pair {
  readonly kind: 'rsa-signature';
  /** PEM (PKCS #8). */
  readonly keyFile: string;
  /** For where values are written out: base64, made over this very request. */
  readonly signature: string;
}

/** A JWT (HS256) in the parameter `signature` of the query. */
export interface SignedParametersCredential {
  readonly kind: 'signed-parameters';
  readonly secret: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** For where values are written out: of this payload. */
  readonly token: string;
}

export const JWT_HEADER = { alg: 'HS256', typ: 'JWT' } as const;

export type Credential =
  | BasicCredential
  | BearerCredential
  | UsernameTokenCredential
  | RsaSignatureCredential
  | SignedParametersCredential
  | { readonly kind: 'certificate-alone' };
