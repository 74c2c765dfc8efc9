import { envelope } from '../test/support/soap-envelope.ts';
import type { Token } from './tokens.ts';

const person = (name: string) =>
  `<${name}><documentType>CC</documentType><document>1040035000</document><name>Maria</name><surname>Lopez</surname>` +
  '<email>maria.lopez@example.com</email><mobile>3006108300</mobile><address><street>Calle 12 # 34-56</street>' +
  `<city>Medellín</city><state>Antioquia</state><postalCode>050001</postalCode><country>CO</country></address></${name}>`;

// A payment as a client sends it: about 2 KB with its envelope.
const body =
  '<p2p:createRequest xmlns:p2p="http://placetopay.com/soap/redirect/"><payload><locale>es_CO</locale>' +
  `${person('buyer')}<payment><reference>ORDER-20260102-0001</reference><description>Pago de la orden 0001</description>` +
  '<amount><taxes><item><kind>valueAddedTax</kind><amount>19000</amount><base>100000</base></item></taxes>' +
  `<currency>COP</currency><total>119000</total></amount><allowPartial>false</allowPartial>${person('shipping')}</payment>` +
  '<expiration>2026-01-02T03:34:05-05:00</expiration><returnUrl>https://shop.example.com/orders/0001</returnUrl>' +
  '<ipAddress>203.0.113.7</ipAddress><userAgent>Mozilla/5.0 (X11; Linux x86_64)</userAgent></payload></p2p:createRequest>';

/** The bytes of a message of SOAP 1.1 with a token in its Security header. */
export function soapMessage(auth: Token): Buffer {
  return Buffer.from(envelope({ auth, body }));
}
