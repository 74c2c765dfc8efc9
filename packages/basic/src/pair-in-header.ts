import {
  absent,
  type CredentialHeader,
  checkSchemeOptions,
  defineVerifier,
  hintOf,
  type InboundHeaders,
  refuseInsecureTransport,
  rejected,
  type SchemeOptions,
  statusOf,
  type Verifier,
} from '@countersign/core';
import { headerMistake } from './mistakes/header-mistake.ts';
import { type PairOptions, type PairPrincipal, pairVerifier } from './verify-pair.ts';

export type PairInHeaderOptions = PairOptions & Omit<SchemeOptions, 'realm'>;

export interface HeaderForm {
  readonly scheme: string;
  readonly headerName: string;
  readonly challenge: string;
  readonly read: (headers: InboundHeaders) => CredentialHeader;
}

/** A verifier of the id:secret pair in one header, whichever header that is. */
export function pairInHeader(form: HeaderForm, options: PairInHeaderOptions): Verifier<PairPrincipal> {
  const pair = pairVerifier(options);
  checkSchemeOptions(options);
  const challenges = [form.challenge];

  return defineVerifier({
    scheme: form.scheme,
    onVerdict: options.onVerdict,
    claimant(request) {
      const header = form.read(request.headers);
      if (header.kind === 'absent') return undefined;
      return header.kind === 'present' ? pair.claimant(header.credentials, request) : {};
    },
    challenges: (verdict) => (statusOf(verdict) === 401 ? challenges : []),
    check(request, explain) {
      const header = form.read(request.headers);
      if (header.kind === 'absent') {
        explain?.push({
          check: form.headerName,
          outcome: 'failed',
          detail: `no ${form.scheme} credentials were sent`,
          ...hintOf(headerMistake(form.headerName, request.headers)),
        });
        return absent;
      }
      const insecure = options.requireTls && refuseInsecureTransport(request, explain);
      if (insecure) return insecure;
      if (header.kind === 'malformed') {
        explain?.push({ check: form.headerName, outcome: 'failed', detail: header.detail });
        return rejected('credentials-malformed');
      }
      return pair.verify(header.credentials, request, explain);
    },
  });
}
