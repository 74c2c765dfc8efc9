export { type ConnectPayMutualTlsOptions, type ConnectPayUser, connectpay } from './connectpay/connectpay.ts';
export type { ConnectPayHosts, ConnectPayHostsOptions } from './connectpay/hosts.ts';
export {
  type PlacetopayLanguage,
  placetopayDate,
  placetopayError,
  placetopayLanguage,
} from './placetopay/error.ts';
export { type PlacetopayOptions, placetopay } from './placetopay/placetopay.ts';
export type { PlacetopaySoapOptions } from './placetopay/soap.ts';
export { pledg } from './pledg/pledg.ts';
export { type Smart2PayOptions, smart2pay, smart2payError } from './smart2pay/smart2pay.ts';
