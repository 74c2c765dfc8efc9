import type { Refusal } from '@countersign/core';
import type { SoapVersion } from './envelope.ts';
import { SOAP_11, SOAP_12 } from './namespaces.ts';

export interface SoapFault {
  readonly version: SoapVersion;
  readonly status: number;
  /** Whose mistake it is: `Client` and `Server` in SOAP 1.1, `Sender` and `Receiver` in 1.2. */
  readonly blame: 'client' | 'server';
  /** English. */
  readonly text: string;
}

/**
 * A fault as SOAP 1.1 (section 4.4) or 1.2 (part 1, section 5.4) writes it.
 */
export function soapFault({ version, status, blame, text }: SoapFault): Refusal {
  return {
    status,
    headers: {
      'content-type': `${version === '1.1' ? 'text/xml' : 'application/soap+xml'}; charset=utf-8`,
      'cache-control': 'no-store',
    },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${version === '1.1' ? fault11(blame, text) : fault12(blame, text)}`,
  };
}

function fault11(blame: SoapFault['blame'], text: string): string {
  const code = blame === 'client' ? 'Client' : 'Server';
  return (
    `<SOAP-ENV:Envelope xmlns:SOAP-ENV="${SOAP_11}"><SOAP-ENV:Body><SOAP-ENV:Fault>` +
    `<faultcode>SOAP-ENV:${code}</faultcode><faultstring>${escaped(text)}</faultstring>` +
    '</SOAP-ENV:Fault></SOAP-ENV:Body></SOAP-ENV:Envelope>'
  );
}

function fault12(blame: SoapFault['blame'], text: string): string {
  const code = blame === 'client' ? 'Sender' : 'Receiver';
  return (
    `<env:Envelope xmlns:env="${SOAP_12}"><env:Body><env:Fault><env:Code><env:Value>env:${code}</env:Value></env:Code>` +
    `<env:Reason><env:Text xml:lang="en">${escaped(text)}</env:Text></env:Reason>` +
    '</env:Fault></env:Body></env:Envelope>'
  );
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
