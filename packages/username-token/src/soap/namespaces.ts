/** SOAP is told by the namespace of its envelope. */
export const SOAP_11 = 'http://schemas.xmlsoap.org/soap/envelope/';
export const SOAP_12 = 'http://www.w3.org/2003/05/soap-envelope';

const wss = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity';
export const WSSE = `${wss}-secext-1.0.xsd`;
export const WSU = `${wss}-utility-1.0.xsd`;

export const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
