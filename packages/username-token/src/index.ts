export { type SoapAnswer, soapAnswer } from './soap/answer.ts';
export type { SoapEnvelope, SoapVersion } from './soap/envelope.ts';
export { type SoapFault, soapFault } from './soap/fault.ts';
export { readEnvelope } from './soap/read-envelope.ts';
export { type SoapUsernameTokenOptions, soapUsernameToken } from './soap/soap-username-token.ts';
export type { XmlAttribute, XmlElement } from './soap/xml/element.ts';
export { type UsernameTokenOptions, usernameToken } from './username-token.ts';
export type { UsernameTokenPrincipal } from './verify-token.ts';
