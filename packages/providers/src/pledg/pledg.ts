import { type BasicOptions, basic } from '@countersign/basic';
import { type BearerOptions, bearer, type TokenIssuerOptions, tokenIssuer } from '@countersign/bearer';
import { type SignedPayloadOptions, signedPayload } from '@countersign/request-signature';
import { pledgNotification } from './notification.ts';

const realm = 'Pledg';

/** A token lives ten minutes. */
const TOKEN_SECONDS = 600;

/**
 * Pledg: an account is a client (API key and secret) or a merchant's dashboard user (e-mail and password); keep
 * the two in directories of their own, and merchants, whose secrets sign parameters, in a third. Refusals are problem details (RFC 9457), at the token endpoint those of
 * RFC 6749.
 *
 * @see Pledg, API documentation, Authentication
 */
export const pledg = {
  /** Who may ask for a token at `POST /api/token`: HTTP Basic, raw or form-encoded, because OAuth clients differ. */
  tokenClients: (options: Omit<BasicOptions, 'realm' | 'alsoFormEncoded'>) =>
    basic({ ...options, realm, alsoFormEncoded: true }),

  /** Issues tokens of ten minutes, HS256. */
  tokenIssuer: (options: Omit<TokenIssuerOptions, 'lifetimeSeconds' | 'algorithm'>) =>
    tokenIssuer({ ...options, algorithm: 'HS256', lifetimeSeconds: TOKEN_SECONDS }),

  /** `Authorization: Bearer …` with a token of ten minutes at most, HS256. */
  bearer: (options: Omit<BearerOptions, 'maxLifetimeSeconds' | 'algorithms'>) =>
    bearer({
      ...options,
      realm: options.realm ?? realm,
      algorithms: ['HS256'],
      maxLifetimeSeconds: TOKEN_SECONDS,
    }),

  /** The endpoints that take the merchant dashboard's e-mail and password. */
  dashboard: (options: Omit<BasicOptions, 'realm'>) => basic({ ...options, realm }),

  /**
   * `signature`, a JWT (HS256) over `{ data: { merchantUid, reference, … } }`, in query or body: an account is a merchant,
   * its id the `merchantUid`. With `replay`, a `reference` is good for one use.
   */
  signedParameters: (options: PledgSignedParametersOptions) =>
    signedPayload({
      ...options,
      realm: options.realm ?? realm,
      accountPath: ['data', 'merchantUid'],
      referencePath: ['data', 'reference'],
    }),

  /** A notification to a merchant, standard or transfer. */
  notification: pledgNotification,
};

export type PledgSignedParametersOptions = Omit<
  SignedPayloadOptions,
  'accountPath' | 'referencePath' | 'parameter'
>;
