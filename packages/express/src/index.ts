export { sendAnswer } from '@countersign/core';
export type { GuardOptions, Observation } from './admission.ts';
export { type Auth, authOf } from './auth.ts';
export { bodyErrors } from './body-errors.ts';
export { type Guard, guard } from './guard.ts';
export { type TokenEndpointHandlerOptions, tokenEndpoint } from './token-endpoint.ts';
