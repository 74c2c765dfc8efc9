export type { CurlLine } from './curl-lines.ts';
export type { DemoCertificates } from './demo-certificates.ts';
export { type Sandbox, type SandboxOptions, startSandbox } from './start-sandbox.ts';
export { accountsFromFile } from './state/account-file.ts';
export { demoAccounts, type SandboxAccounts } from './state/accounts.ts';
export type { LoggedRequest } from './state/request-log.ts';
export type { SandboxClock } from './state/sandbox-clock.ts';
export type { SandboxSigning } from './state/sandbox-state.ts';
