import type { RequestReaderOptions, Verifier } from '@countersign/core';
import { checkVerifier, VerifierStrategy } from './verifier-strategy.ts';

export interface StrategyOptions extends RequestReaderOptions {
  /** What `passport.authenticate` calls the strategy. Default: the scheme. */
  readonly name?: string | undefined;
}

/** A strategy that takes verifiers of its scheme alone, so that the wrong one is found out at the start. */
class SchemeStrategy extends VerifierStrategy {
  constructor(scheme: string, verifier: Verifier, { name = scheme, ...options }: StrategyOptions) {
    checkVerifier(verifier);
    if (verifier.scheme !== scheme) {
      throw new TypeError(
        `verifier must be one of the scheme ${scheme}, not of ${verifier.scheme}; verifierStrategy takes any`,
      );
    }
    super(verifier, name, options);
  }
}

/** HTTP Basic (RFC 7617), as `basic`. */
export class BasicStrategy extends SchemeStrategy {
  /** @throws TypeError when the verifier is not one of Basic, or an option is unusable. */
  constructor(verifier: Verifier, options: StrategyOptions = {}) {
    super('basic', verifier, options);
  }
}

/** An id:secret pair in a header of its own, as `api-key-header`. */
export class ApiKeyHeaderStrategy extends SchemeStrategy {
  /** @throws TypeError when the verifier is not one of an API-key header, or an option is unusable. */
  constructor(verifier: Verifier, options: StrategyOptions = {}) {
    super('api-key-header', verifier, options);
  }
}

/** Bearer tokens (RFC 6750), as `bearer`. */
export class BearerStrategy extends SchemeStrategy {
  /** @throws TypeError when the verifier is not one of bearer tokens, or an option is unusable. */
  constructor(verifier: Verifier, options: StrategyOptions = {}) {
    super('bearer', verifier, options);
  }
}

/** Client certificates, as `client-certificate`. */
export class ClientCertificateStrategy extends SchemeStrategy {
  /** @throws TypeError when the verifier is not one of client certificates, or an option is unusable. */
  constructor(verifier: Verifier, options: StrategyOptions = {}) {
    super('client-certificate', verifier, options);
  }
}

/** The tranKey in a JSON body, as `username-token`. Reads the body itself, or takes what a parser left. */
export class UsernameTokenStrategy extends SchemeStrategy {
  /** @throws TypeError when the verifier is not one of username tokens, or an option is unusable. */
  constructor(verifier: Verifier, options: StrategyOptions = {}) {
    super('username-token', verifier, options);
  }
}
