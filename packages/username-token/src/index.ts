export type { SoapVersion } from './soap/envelope.ts';
export { type SoapFault, soapFault } from './soap/fault.ts';
export { type SoapUsernameTokenOptions, soapUsernameToken } from './soap/soap-username-token.ts';
export { type UsernameTokenOptions, usernameToken } from './username-token.ts';
export type { UsernameTokenPrincipal } from './verify-token.ts';
