import type { Answer } from '@countersign/core';
import type { SoapVersion } from './envelope.ts';
import { SOAP_11, SOAP_12 } from './namespaces.ts';

export interface SoapAnswer {
  readonly version: SoapVersion;
  readonly status: number;
  /** What the Body holds: XML, as it is sent. */
  readonly body: string;
}

interface Form {
  readonly contentType: string;
  readonly namespace: string;
  readonly prefix: string;
}

export const forms: Record<SoapVersion, Form> = {
  '1.1': { contentType: 'text/xml', namespace: SOAP_11, prefix: 'SOAP-ENV' },
  '1.2': { contentType: 'application/soap+xml', namespace: SOAP_12, prefix: 'env' },
};

/** An answer in this version of SOAP, for a handler behind the guard. Prefix of its envelope: `SOAP-ENV`, in 1.2 `env`. */
export function soapAnswer({ version, status, body }: SoapAnswer): Answer {
  const { contentType, namespace, prefix } = forms[version];
  return {
    status,
    headers: { 'content-type': `${contentType}; charset=utf-8`, 'cache-control': 'no-store' },
    body:
      `<?xml version="1.0" encoding="UTF-8"?>\n<${prefix}:Envelope xmlns:${prefix}="${namespace}"><${prefix}:Body>` +
      `${body}</${prefix}:Body></${prefix}:Envelope>`,
  };
}
