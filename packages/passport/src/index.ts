export { type PassportHttpVerify, passportHttpVerify } from './passport-http-verify.ts';
export { refusalErrors } from './refusal-errors.ts';
export {
  ApiKeyHeaderStrategy,
  BasicStrategy,
  BearerStrategy,
  ClientCertificateStrategy,
  type StrategyOptions,
  UsernameTokenStrategy,
} from './scheme-strategies.ts';
export { UnavailableError } from './unavailable-error.ts';
export { VerifierStrategy, verifierStrategy } from './verifier-strategy.ts';
