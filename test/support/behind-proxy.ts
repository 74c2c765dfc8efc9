import {
  attachmentOf,
  type CertificateProxies,
  type ClientCertificateOptions,
  clientCertificate,
} from '@countersign/client-certificate';
import { type Explanation, memoryDirectory } from '@countersign/core';
import { expect } from 'vitest';
import { createAuthority, type IssuedCertificate, presented } from './authority.ts';
import { inboundRequest } from './inbound-request.ts';

export const now = Date.parse('2026-01-02T03:04:05Z');
export const clock = () => now;
export const authority = await createAuthority({ commonName: 'Test CA', clock });
export const client = await authority.issueClient({ commonName: 'client' });
export const other = await authority.issueClient({ commonName: 'other' });
export const itself = await authority.issueClient({ commonName: 'the proxy itself' });

const accounts = Object.entries({ client, other, itself });
const directory = memoryDirectory(
  accounts.map(([id, { pem }]) => ({ id, certificates: [attachmentOf(pem)] })),
);

export const proxy = '10.0.0.7';
export const trusted = ['10.0.0.0/24', '2001:db8::7'];
export type SentHeaders = Readonly<Record<string, string | readonly string[]>>;

interface Setting extends Partial<Omit<CertificateProxies, 'trusted'>> {
  /** Default: the trusted proxy's. */
  readonly peerAddress?: string;
  /** The certificate of the connection. Default: none. */
  readonly over?: IssuedCertificate;
  readonly options?: Partial<ClientCertificateOptions>;
}

/** The account that a verifier behind a proxy accepts, the reason of its rejection, or the outcome. */
export async function answerTo(headers: SentHeaders, setting: Setting = {}) {
  const { peerAddress = proxy, over, options, ...proxies } = setting;
  const verifier = clientCertificate({
    directory,
    trustAnchors: authority.root.pem,
    intermediates: authority.intermediate.pem,
    clock,
    proxies: { trusted, form: 'nginx-escaped-pem', ...proxies },
    ...options,
  });
  const transport = over ? { clientCertificate: presented(over) } : {};
  const request = inboundRequest({ peerAddress, headers, transport });
  const explain: Explanation = [];
  const verdict = await verifier.verify(request, { explain });
  const claimant = await verifier.claimant?.(request);
  expect(claimant === undefined).toBe(verdict.outcome === 'absent');
  const account = verdict.outcome === 'accepted' ? verdict.principal.account : undefined;
  return {
    outcome: verdict.outcome === 'rejected' ? verdict.reason : (account ?? verdict.outcome),
    explain,
  };
}

export async function outcomeOf(headers: SentHeaders, setting?: Setting): Promise<string> {
  return (await answerTo(headers, setting)).outcome;
}
