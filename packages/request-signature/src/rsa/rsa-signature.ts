import {
  type Account,
  absent,
  accepted,
  challenge,
  checkDirectory,
  checkedRealm,
  checkOptionTypes,
  checkSchemeOptions,
  type Directory,
  decodeBase64,
  defineVerifier,
  type Explanation,
  type InboundRequest,
  type Principal,
  publicKeysOf,
  refuseAccount,
  refuseInsecureTransport,
  rejected,
  type SchemeOptions,
  singleHeader,
  statusOf,
  type Verdict,
  type Verifier,
} from '@countersign/core';
import { rsaMistake } from '../mistakes/rsa-mistake.ts';
import { signatureFormMistake } from '../mistakes/signature-form-mistake.ts';
import { signedBytes } from '../signed-bytes.ts';
import { checkedAuthorities } from './authorities.ts';
import { canonicalRequest } from './canonical-request.ts';
import { decoyKey, holds, otherSigner } from './rsa-proof.ts';

/** Who signed a request. */
export type RsaSignaturePrincipal = Principal;

export interface RsaSignatureOptions extends SchemeOptions {
  /** Accounts by id, with their `publicKeys`: RSA, 2048 bits or more. */
  readonly directory: Directory;
  /**
   * Whom a request says it is from, before anything is proven: the signature names nobody. Such as what the Basic
   * credentials of the same request name.
   */
  readonly account: (request: InboundRequest) => string | undefined | Promise<string | undefined>;
  /**
   * The public host name that clients sign, with its port where that is not 443, such as `api.connectpay.com`; a
   * list where there are several; a function where they are not known yet. The `Host` header is never believed.
   */
  readonly authority: string | readonly string[] | (() => readonly string[]);
  /** What clients are known to sign in place of it, such as the name of another environment. For hints alone. */
  readonly otherAuthorities?: readonly string[] | undefined;
  /** The header that holds the signature. Default `x-signature`. */
  readonly header?: string | undefined;
  /**
   * Accounts whose keys are tried where the signature is not the claimed account's: one of theirs is
   * `identity-conflict` in place of `proof-mismatch`. 32 keys at most. Default: none. Only behind a credential that
   * was proven before, or a stranger has so many more signatures verified with each request.
   */
  readonly otherSigners?: (() => Iterable<Account>) | undefined;
}

/**
 * A signature over the request in a header of its own: RSA with SHA-256, PKCS #1 v1.5 (RFC 8017, section 8.2), over
 * the bytes of `canonicalRequest`, in base64. The body is signed as it was received: mount the guard before a body
 * parser, or keep the bytes in `req.rawBody`; else the verdict is `unavailable`.
 *
 * A signed request can be sent again by whoever sees it: nothing in it says when it was made. Use TLS, and make the
 * handler take one payment once.
 *
 * Reasons: `credentials-malformed`, `account-unknown`, `proof-mismatch` (which look the same from outside),
 * `identity-conflict`, `account-inactive`, `account-expired`, `credentials-expired`, `address-not-allowed`,
 * `body-too-large`, `insecure-transport`.
 *
 * @throws TypeError when an option is unusable.
 */
export function rsaSignature(options: RsaSignatureOptions): Verifier<RsaSignaturePrincipal> {
  const {
    directory,
    account: claimedBy,
    header = 'x-signature',
    otherSigners,
    otherAuthorities = [],
  } = options;
  checkSchemeOptions(options);
  checkDirectory(directory);
  checkOptionTypes(options, { otherSigners: 'function' });
  if (typeof claimedBy !== 'function') {
    throw new TypeError('account must be a function of the request that gives the id of the account');
  }
  if (typeof header !== 'string' || !/^[A-Za-z0-9-]+$/.test(header)) {
    throw new TypeError('header must be a header name, such as x-signature');
  }
  const headerName = header.toLowerCase();
  const authorities = checkedAuthorities(options.authority);
  const realm = checkedRealm(options.realm ?? 'API');
  const challenges = [challenge('RequestSignature', { realm, header: headerName })];

  async function prove(
    signature: Buffer,
    body: Uint8Array,
    request: InboundRequest,
    explain: Explanation | undefined,
  ): Promise<Verdict<RsaSignaturePrincipal>> {
    const id = await claimedBy(request);
    const account = id === undefined ? undefined : await directory.find(id);
    const signed = authorities().map((authority) => canonicalRequest(toSign(request, authority, body)));
    const keys = account ? publicKeysOf(account) : [];
    // Verified for an unknown account too: it costs what a known one costs.
    const proven = (keys.length > 0 ? keys : [decoyKey]).some((key) => holds(signature, signed, key));
    explain?.push({
      check: 'account',
      outcome: account ? 'passed' : 'failed',
      detail: account?.id ?? (id === undefined ? 'the request names none' : 'unknown'),
    });
    if (!account) return rejected('account-unknown');
    if (!proven || keys.length === 0) return refuseProof(account, signature, signed, body, request, explain);
    explain?.push({ check: 'signature', outcome: 'passed', detail: 'was made with a key of this account' });
    return refuseAccount(account, request, explain) ?? accepted({ account: account.id });
  }

  function refuseProof(
    account: Account,
    signature: Buffer,
    signed: readonly Buffer[],
    body: Uint8Array,
    request: InboundRequest,
    explain: Explanation | undefined,
  ) {
    const other = otherSigners && otherSigner(otherSigners(), account, signature, signed);
    const own = publicKeysOf(account).length > 0;
    explain?.push({
      check: 'signature',
      outcome: 'failed',
      detail: other
        ? 'was made with a key of another account'
        : own
          ? 'was made with another key than this account holds, or over another request'
          : 'this account holds no public key',
      ...(!other &&
        rsaMistake({ account, signature, request, body, authorities: authorities(), otherAuthorities })),
    });
    return rejected(other ? 'identity-conflict' : 'proof-mismatch', account.id);
  }

  return defineVerifier({
    scheme: 'rsa-signature',
    onVerdict: options.onVerdict,
    async claimant(request) {
      if (singleHeader(request.headers, headerName).kind === 'absent') return undefined;
      const account = await claimedBy(request);
      return account === undefined ? {} : { account };
    },
    challenges: (verdict) => (statusOf(verdict) === 401 ? challenges : []),
    async check(request, explain) {
      const sent = singleHeader(request.headers, headerName);
      if (sent.kind === 'absent') {
        explain?.push({ check: headerName, outcome: 'failed', detail: 'no signature was sent' });
        return absent;
      }
      const insecure = options.requireTls && refuseInsecureTransport(request, explain);
      if (insecure) return insecure;
      const text = sent.kind === 'present' ? sent.credentials : '';
      const signature = decodeBase64(text);
      if (sent.kind === 'malformed' || text === '' || !signature) {
        const detail = sent.kind === 'malformed' ? sent.detail : notBase64;
        explain?.push({ check: headerName, outcome: 'failed', detail, ...signatureFormMistake(text) });
        return rejected('credentials-malformed');
      }
      explain?.push({ check: headerName, outcome: 'passed', detail: `${signature.length} bytes in base64` });
      const body = await signedBytes(request, explain);
      return 'outcome' in body ? body : prove(signature, body, request, explain);
    },
  });
}

const notBase64 = 'not canonical base64 (RFC 4648, standard alphabet, padded)';

function toSign({ method, target }: InboundRequest, authority: string, body: Uint8Array) {
  return { method, url: `https://${authority}${target}`, body };
}
