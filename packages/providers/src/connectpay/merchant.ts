import { type BasicOptions, basic, type PairPrincipal } from '@countersign/basic';
import { type Account, allOf, type Directory, type JointPrincipal, type Verifier } from '@countersign/core';
import {
  type RsaSignatureOptions,
  type RsaSignaturePrincipal,
  rsaSignature,
} from '@countersign/request-signature';

export interface ConnectPayMerchantOptions
  extends Pick<BasicOptions, 'directory' | 'requireTls' | 'clock' | 'onVerdict'> {
  /** The public host name of this API, which is what clients sign: `api.connectpay.com`. `Host` is never believed. */
  readonly authority: RsaSignatureOptions['authority'];
}

type MerchantVerifiers = readonly [Verifier<PairPrincipal>, Verifier<RsaSignaturePrincipal>];

// For hints: a client that was moved from one environment to another signs the name of the one before.
const otherAuthorities = [
  'api.connectpay.com',
  'api2.connectpay.com',
  'api-stage.connectpay.com',
  'api2-stage.connectpay.com',
];

/**
 * `Authorization: Basic` and `X-Signature`, both of one DevApp. The signature names nobody: it is verified with the
 * `publicKeys` of the DevApp that Basic has proven, and one of another DevApp is `identity-conflict` where the
 * directory can list its accounts (32 keys at most), and `proof-mismatch` where it cannot.
 *
 * @throws TypeError when an option is unusable.
 * @see ConnectPay, Merchant API v2
 */
export function connectpayMerchant(
  options: ConnectPayMerchantOptions,
): Verifier<JointPrincipal<MerchantVerifiers>> {
  const { authority, ...rest } = options;
  const common = { ...rest, realm: 'ConnectPay' };
  const pairs = basic(common);
  const signature = rsaSignature({
    ...common,
    authority,
    otherAuthorities,
    account: async (request) => (await pairs.claimant?.(request))?.account,
    otherSigners: () => accountsOf(options.directory),
  });
  return allOf(pairs, signature);
}

function accountsOf(directory: Directory & { accounts?: () => Iterable<Account> }): Iterable<Account> {
  return directory.accounts?.() ?? [];
}
