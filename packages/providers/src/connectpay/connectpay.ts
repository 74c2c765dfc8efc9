import { type ApiKeyHeaderOptions, apiKeyHeader, type BasicOptions, basic } from '@countersign/basic';
import { type BearerOptions, bearer, type TokenIssuerOptions, tokenIssuer } from '@countersign/bearer';
import {
  type ClientCertificateOptions,
  clientCertificate,
  type InspectChainOptions,
  inspectChain,
} from '@countersign/client-certificate';
import { allOf, type CertificateDirectory, type Directory } from '@countersign/core';
import { connectpayHosts } from './hosts.ts';
import { connectpayMerchant } from './merchant.ts';
import { letsEncrypt } from './refused-issuers.ts';

const realm = 'ConnectPay';

/** A user token lives five minutes. */
const USER_TOKEN_SECONDS = 300;

/** The scope that tells a user's token from one that a DevApp got for itself. */
const USER_SCOPE = 'client';

/** The claim that holds the address a user token was issued to. */
const PSU_IP_CLAIM = 'psu_ip';

/**
 * ConnectPay: an account is a DevApp. Its id is the ClientKey, its secret the ClientSecret, and its certificates
 * are attached to it. Refusals are problem details (RFC 9457).
 *
 * @see ConnectPay, Developer portal, Authentication; BaaS with SCA
 */
export const connectpay = {
  /** `Authorization: Basic base64(ClientKey:ClientSecret)`. */
  basic: (options: Omit<BasicOptions, 'realm'>) => basic({ ...options, realm }),

  /** Who may ask for a token at `POST /auth/v1/oauth2/token`: HTTP Basic, raw or form-encoded, because OAuth clients differ. */
  tokenClients: (options: Omit<BasicOptions, 'realm' | 'alsoFormEncoded'>) =>
    basic({ ...options, realm, alsoFormEncoded: true }),

  /** `x-connectpay-api-key`, bare or after `Basic `: paths with `/partner/`. */
  partner: (options: Omit<ApiKeyHeaderOptions, 'header'>) =>
    apiKeyHeader({ ...options, realm: options.realm ?? realm, header: 'x-connectpay-api-key' }),

  /** A user's token of five minutes, with `PSU-IP-Address`: paths with `/client/`. */
  client: (options: Omit<BearerOptions, 'maxLifetimeSeconds' | 'psuIpAddress' | 'scopes'>) =>
    bearer({
      ...options,
      realm: options.realm ?? realm,
      maxLifetimeSeconds: USER_TOKEN_SECONDS,
      scopes: [USER_SCOPE],
      psuIpAddress: { required: true, claim: PSU_IP_CLAIM },
    }),

  /** A certificate and Basic of one DevApp: server to server. */
  mutualTls: ({ directory, requireTls, clock, onVerdict, ...certificate }: ConnectPayMutualTlsOptions) =>
    allOf(
      clientCertificate({ ...certificate, directory, requireTls, clock, onVerdict, realm }),
      basic({ directory, requireTls, clock, onVerdict, realm }),
    ),

  /** Basic and `X-Signature` of one DevApp: the merchant API, version 2. */
  merchant: connectpayMerchant,

  /** The chain that a partner hands in: complete, root last, and not of Let's Encrypt unless `refusedIssuers` says otherwise. */
  inspectChain: (pem: string | Uint8Array, options: InspectChainOptions = {}) =>
    inspectChain(pem, { ...options, refusedIssuers: options.refusedIssuers ?? letsEncrypt }),

  /** A certificate alone. Demand a PSD2 role of it with `psd2Role`. */
  certificate: (options: Omit<ClientCertificateOptions, 'realm'>) => clientCertificate({ ...options, realm }),

  /** `hosts.twoWay(verifier)`, `hosts.oneWay(verifier)`: what is served under which host names. */
  hosts: connectpayHosts,

  /** Issues tokens of five minutes: to a DevApp for itself by `issue`, to one of its users by `issueToUser`. */
  tokenIssuer(options: Omit<TokenIssuerOptions, 'lifetimeSeconds' | 'psuIpClaim'>) {
    const issuer = tokenIssuer({
      ...options,
      lifetimeSeconds: USER_TOKEN_SECONDS,
      psuIpClaim: PSU_IP_CLAIM,
    });
    return {
      ...issuer,
      /** @throws TypeError for an address that is none: check what a client asked for first. */
      issueToUser: ({ account, userId, psuIpAddress }: ConnectPayUser) =>
        issuer.issue({ account, psuIpAddress, scopes: [USER_SCOPE], claims: { user_id: userId } }),
    };
  },
};

export interface ConnectPayUser {
  /** The DevApp whose user it is. */
  readonly account: string;
  /** The DevApp's own name of its user. */
  readonly userId: string;
  /** The address that the token is bound to. Absent: it is bound to none. */
  readonly psuIpAddress?: string | undefined;
}

export interface ConnectPayMutualTlsOptions
  extends Pick<
    ClientCertificateOptions,
    | 'trustAnchors'
    | 'intermediates'
    | 'proxies'
    | 'revocation'
    | 'requireIssuer'
    | 'requireTls'
    | 'clock'
    | 'onVerdict'
  > {
  readonly directory: Directory & CertificateDirectory;
}
