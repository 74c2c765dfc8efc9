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

export type Credential =
  | BasicCredential
  | BearerCredential
  | UsernameTokenCredential
  | { readonly kind: 'certificate-alone' };
