export { jwtNotification } from './notification/jwt-notification.ts';
export type {
  NotificationForm,
  NotificationMistake,
  ReadNotification,
  SignedNotification,
} from './notification/notification-form.ts';
export {
  type NotificationPrincipal,
  type NotificationSignatureOptions,
  notificationSignature,
} from './notification/notification-signature.ts';
export {
  type SignedPayloadOptions,
  type SignedPayloadPrincipal,
  signedPayload,
} from './payload/signed-payload.ts';
export type { SignedContent } from './payload/signed-token.ts';
export { canonicalRequest, type RequestToSign } from './rsa/canonical-request.ts';
export { type RsaSignatureOptions, type RsaSignaturePrincipal, rsaSignature } from './rsa/rsa-signature.ts';
