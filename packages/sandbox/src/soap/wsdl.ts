import { escapedXml } from './xml-value.ts';

export const TARGET_NAMESPACE = 'http://placetopay.com/soap/redirect/';

export const OPERATIONS = ['createRequest', 'getRequestInformation', 'collect', 'reversePayment'] as const;
export type Operation = (typeof OPERATIONS)[number];

const argument: Record<Operation, string> = {
  createRequest: '<xsd:element name="payload" type="tns:RedirectRequest"/>',
  getRequestInformation: '<xsd:element name="requestId" type="xsd:string"/>',
  collect: '<xsd:element name="payload" type="tns:RedirectRequest"/>',
  reversePayment: '<xsd:element name="internalReference" type="xsd:string"/>',
};

const result: Record<Operation, string> = {
  createRequest: 'RedirectResponse',
  getRequestInformation: 'RedirectInformation',
  collect: 'RedirectInformation',
  reversePayment: 'ReverseResponse',
};

/** The service as WSDL 1.1: document/literal, in a binding of SOAP 1.1 and one of 1.2. */
export function wsdl(address: string): string {
  const location = escapedXml(address);
  return `<?xml version="1.0" encoding="UTF-8"?>
<wsdl:definitions name="PlacetoPay_Redirection" targetNamespace="${TARGET_NAMESPACE}" xmlns:tns="${TARGET_NAMESPACE}"
  xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:xsd="http://www.w3.org/2001/XMLSchema"
  xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:soap12="http://schemas.xmlsoap.org/wsdl/soap12/">
  <wsdl:types>
    <xsd:schema targetNamespace="${TARGET_NAMESPACE}" elementFormDefault="qualified">${types}
${each((name) => `      ${element(name, argument[name])}\n      ${element(`${name}Response`, `<xsd:element name="${name}Result" type="tns:${result[name]}"/>`)}`)}
    </xsd:schema>
  </wsdl:types>
${each((name) => `  ${message(name, name)}\n  ${message(`${name}Response`, `${name}Response`)}`)}
  <wsdl:portType name="RedirectPortType">
${each((name) => `    <wsdl:operation name="${name}"><wsdl:input message="tns:${name}"/><wsdl:output message="tns:${name}Response"/></wsdl:operation>`)}
  </wsdl:portType>
${binding('RedirectBinding', 'soap')}
${binding('RedirectBinding12', 'soap12')}
  <wsdl:service name="RedirectService">
    <wsdl:port name="RedirectPort" binding="tns:RedirectBinding"><soap:address location="${location}"/></wsdl:port>
    <wsdl:port name="RedirectPort12" binding="tns:RedirectBinding12"><soap12:address location="${location}"/></wsdl:port>
  </wsdl:service>
</wsdl:definitions>
`;
}

function each(write: (name: Operation) => string): string {
  return OPERATIONS.map(write).join('\n');
}

function element(name: string, content: string): string {
  return `<xsd:element name="${name}"><xsd:complexType><xsd:sequence>${content}</xsd:sequence></xsd:complexType></xsd:element>`;
}

function message(name: string, part: string): string {
  return `<wsdl:message name="${name}"><wsdl:part name="parameters" element="tns:${part}"/></wsdl:message>`;
}

function binding(name: string, prefix: 'soap' | 'soap12'): string {
  const part = `<${prefix}:body use="literal"/>`;
  return `  <wsdl:binding name="${name}" type="tns:RedirectPortType">
    <${prefix}:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
${each((operation) => `    <wsdl:operation name="${operation}"><${prefix}:operation soapAction="${TARGET_NAMESPACE}${operation}" style="document"/><wsdl:input>${part}</wsdl:input><wsdl:output>${part}</wsdl:output></wsdl:operation>`)}
  </wsdl:binding>`;
}

// Clients write and read what is named here. In `all` the order is free, as it is in the JSON that a session may come from.
const types = `
${type('Status', 'sequence', ['status', 'reason', 'message', 'date'], { required: true })}
${type('Amount', 'all', ['currency', 'total:xsd:decimal'])}
${type('PaymentRequest', 'all', ['reference', 'description', 'amount:tns:Amount', 'allowPartial:xsd:boolean'])}
${type('Person', 'all', ['document', 'documentType', 'name', 'surname', 'company', 'email', 'mobile'])}
${type('RedirectRequest', 'all', [
  'locale',
  'payer:tns:Person',
  'buyer:tns:Person',
  'payment:tns:PaymentRequest',
  'expiration',
  'returnUrl',
  'cancelUrl',
  'ipAddress',
  'userAgent',
  'paymentMethod',
  'skipResult:xsd:boolean',
  'noBuyerFill:xsd:boolean',
])}
${type('RedirectResponse', 'sequence', ['status:tns:Status', 'requestId', 'processUrl'])}
${type('RedirectInformation', 'sequence', ['requestId', 'status:tns:Status', 'request:tns:RedirectRequest'])}
${type('ReverseResponse', 'sequence', ['status:tns:Status'])}`;

/** @param members `name`, which is text, or `name:type` */
function type(
  name: string,
  group: 'sequence' | 'all',
  members: readonly string[],
  { required = false } = {},
): string {
  const elements = members.map((member) => {
    const [local = '', prefix = 'xsd', kind = 'string'] = member.split(':');
    return `<xsd:element name="${local}" type="${prefix}:${kind}"${required ? '' : ' minOccurs="0"'}/>`;
  });
  return `      <xsd:complexType name="${name}"><xsd:${group}>${elements.join('')}</xsd:${group}></xsd:complexType>`;
}
