export {
  type Capture,
  type CapturedRequest,
  type CaptureName,
  type CaptureOptions,
  captureClient,
} from './capture/capture-client.ts';
export { ClientFailed } from './capture/client-findings.ts';
export type { CaseText, Level } from './contract-case.ts';
export { type OpenApiProfile, openApiFor, openApiProfiles } from './openapi/open-api-for.ts';
export { casesFor } from './profiles/cases-for.ts';
export { CredentialsError } from './profiles/credentials.ts';
export { type ProfileName, profileNames } from './profiles/index.ts';
export { type Reporter, reporters } from './report/reporters.ts';
export { type Advice, type Counts, countsOf, type ReportOptions, type Standing } from './report/standing.ts';
export type {
  Answer,
  ClientCertificate,
  Header,
  OutboundRequest,
  TlsChoice,
  TlsConnection,
} from './request.ts';
export { NoConnection } from './run/no-answer.ts';
export type { ContractTarget } from './run/open-target.ts';
export type { CaseResult, SentAndAnswered } from './run/run-case.ts';
export type { Progress } from './run/run-cases.ts';
export { type ContractOptions, type ContractReport, runContract } from './run/run-contract.ts';
export { sign } from './sign/index.ts';
export type { Signed } from './sign/signed.ts';
export type { UsernameToken, UsernameTokenFault } from './sign/username-token.ts';
