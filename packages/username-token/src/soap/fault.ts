import type { Refusal } from '@countersign/core';
import { forms, soapAnswer } from './answer.ts';
import type { SoapVersion } from './envelope.ts';

export interface SoapFault {
  readonly version: SoapVersion;
  /** Of HTTP. */
  readonly status: number;
  /** Whose mistake it is: `Client` and `Server` in SOAP 1.1, `Sender` and `Receiver` in 1.2. */
  readonly blame: 'client' | 'server';
  /** English. */
  readonly text: string;
}

/** A fault as SOAP 1.1 (section 4.4) or SOAP 1.2 (part 1, section 5.4) writes it. */
export function soapFault({ version, status, blame, text }: SoapFault): Refusal {
  const { prefix } = forms[version];
  const content = contents[version](prefix, blame, escaped(text));
  return soapAnswer({ version, status, body: `<${prefix}:Fault>${content}</${prefix}:Fault>` });
}

type Content = (prefix: string, blame: SoapFault['blame'], text: string) => string;

const contents: Record<SoapVersion, Content> = {
  '1.1': (prefix, blame, text) =>
    `<faultcode>${prefix}:${blame === 'client' ? 'Client' : 'Server'}</faultcode><faultstring>${text}</faultstring>`,
  '1.2': (prefix, blame, text) =>
    `<${prefix}:Code><${prefix}:Value>${prefix}:${blame === 'client' ? 'Sender' : 'Receiver'}</${prefix}:Value></${prefix}:Code>` +
    `<${prefix}:Reason><${prefix}:Text xml:lang="en">${text}</${prefix}:Text></${prefix}:Reason>`,
};

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
