export type { CaseText, Level } from './contract-case.ts';
export { casesFor } from './profiles/cases-for.ts';
export { CredentialsError } from './profiles/credentials.ts';
export { type ProfileName, profileNames } from './profiles/index.ts';
export type { Answer, ClientCertificate, Header, OutboundRequest } from './request.ts';
export { NoConnection } from './run/http-target.ts';
export {
  type CaseResult,
  type ContractOptions,
  type ContractReport,
  type Progress,
  runContract,
  type SentAndAnswered,
} from './run/run-contract.ts';
export { sign } from './sign/index.ts';
export type { Signed } from './sign/signed.ts';
export type { UsernameToken, UsernameTokenFault } from './sign/username-token.ts';
