export { type UsernameTokenOptions, usernameToken } from './username-token.ts';
export type { UsernameTokenPrincipal } from './verify-token.ts';
