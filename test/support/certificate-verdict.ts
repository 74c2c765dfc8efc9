import type { X509Certificate } from 'node:crypto';
import {
  attachmentOf,
  type CertificatePrincipal,
  type ClientCertificateOptions,
  clientCertificate,
} from '@countersign/client-certificate';
import {
  type Account,
  type AttachedCertificate,
  type Explanation,
  memoryDirectory,
  type Verdict,
} from '@countersign/core';
import { type Authority, presented } from './authority.ts';
import { inboundRequest } from './inbound-request.ts';

type Certificate = { readonly certificate: X509Certificate };

interface Setting extends Partial<ClientCertificateOptions> {
  /** What the account `partner` holds. Default: the certificate that is sent. */
  readonly attached?: readonly AttachedCertificate[];
  /** In place of `partner`. */
  readonly accounts?: readonly Account[];
  /** Sent beside the certificate. Default: the authority's intermediate. */
  readonly beside?: readonly Certificate[];
}

export interface CertificateVerdict {
  readonly verdict: Verdict<CertificatePrincipal>;
  /** The outcome, or the reason of a rejection. */
  readonly outcome: string;
  readonly explain: Explanation;
}

/** Asks a new verifier, which trusts this authority, what it says to a certificate. */
export function certificateVerdicts(authority: Authority, clock: () => number) {
  return async (sent: Certificate, setting: Setting = {}): Promise<CertificateVerdict> => {
    const { attached, accounts, beside = [authority.intermediate], ...options } = setting;
    const partner = { id: 'partner', certificates: attached ?? [attachmentOf(sent.certificate)] };
    const verifier = clientCertificate({
      directory: memoryDirectory(accounts ?? [partner]),
      trustAnchors: authority.root.pem,
      clock,
      ...options,
    });
    const transport = { clientCertificate: presented(sent, ...beside) };
    const explain: Explanation = [];
    const verdict = await verifier.verify(inboundRequest({ transport }), { explain });
    return { verdict, outcome: verdict.outcome === 'rejected' ? verdict.reason : verdict.outcome, explain };
  };
}
