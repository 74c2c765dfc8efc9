export { type ConnectPayMutualTlsOptions, type ConnectPayUser, connectpay } from './connectpay/connectpay.ts';
export type { ConnectPayHosts, ConnectPayHostsOptions } from './connectpay/hosts.ts';
export type { ConnectPayMerchantOptions } from './connectpay/merchant.ts';
export {
  type PlacetopayLanguage,
  placetopayDate,
  placetopayError,
  placetopayLanguage,
} from './placetopay/error.ts';
export type { PlacetopayNotificationOptions } from './placetopay/notification.ts';
export type { PlacetopayNotificationKind } from './placetopay/notification-forms.ts';
export { type PlacetopayOptions, placetopay } from './placetopay/placetopay.ts';
export type { PlacetopaySoapOptions } from './placetopay/soap.ts';
export type { PledgNotificationOptions } from './pledg/notification.ts';
export { type PledgSignedParametersOptions, pledg } from './pledg/pledg.ts';
export {
  type Smart2PayNotificationOptions,
  type Smart2PayOptions,
  smart2pay,
  smart2payError,
} from './smart2pay/smart2pay.ts';
