import { TARGET_NAMESPACE } from './wsdl.ts';

const oasis = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss';

/** A message that asks for a session, for `printf`: `%s` for login, nonce, seed and tranKey, in this order. */
export const SOAP_LINE_MESSAGE =
  '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">' +
  `<s:Header><w:Security xmlns:w="${oasis}-wssecurity-secext-1.0.xsd"><w:UsernameToken>` +
  '<w:Username>%s</w:Username><w:Nonce>%s</w:Nonce>' +
  `<u:Created xmlns:u="${oasis}-wssecurity-utility-1.0.xsd">%s</u:Created>` +
  `<w:Password Type="${oasis}-username-token-profile-1.0#PasswordDigest">%s</w:Password>` +
  '</w:UsernameToken></w:Security></s:Header>' +
  `<s:Body><createRequest xmlns="${TARGET_NAMESPACE}"><payload/></createRequest></s:Body></s:Envelope>`;
