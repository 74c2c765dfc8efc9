import { type InboundRequest, refusalOf, type Verifier } from '@countersign/core';
import { expect } from 'vitest';
import { basicOf } from './call.ts';
import { rowsOf } from './document.ts';
import { inboundRequest } from './inbound-request.ts';

// Cell by cell: a row of a page that is not true fails, and so does a refusal that no row tells of.

export interface Refused {
  readonly reason: string;
  readonly verifier: Verifier;
  readonly request: InboundRequest | Promise<InboundRequest>;
}

/** Every reason of the tables of a page, with what stands in another column of its row. */
export function documented(page: string, column: string): { reason: string; answer: string }[] {
  return rowsOf(`docs/providers/${page}.md`, column, 'reason').flatMap((row) =>
    (row.reason ?? '').split(', ').map((reason) => ({
      reason: reason.replace(/[`()]/g, ''),
      answer: (row[column] ?? '').split(',')[0] ?? '',
    })),
  );
}

export const distinct = (items: readonly { reason: string; answer: string }[]) =>
  [...new Set(items.map(({ reason, answer }) => `${answer} ${reason}`))].sort();

export async function outcomeOf({ verifier, request }: Refused) {
  const sent = await request;
  const verdict = await verifier.verify(sent);
  if (verdict.outcome === 'accepted' || verdict.outcome === 'unavailable') throw new Error(verdict.outcome);
  const reason = verdict.outcome === 'rejected' ? verdict.reason : 'absent';
  return { reason, refusal: refusalOf(verifier, verdict, sent) };
}

export const now = Date.parse('2026-01-02T03:04:05Z');
/** Where the time stands still in these tests. */
export const clock = () => now;
export const withHeaders = (headers: Record<string, string>, more = {}) =>
  inboundRequest({ headers, ...more });
export const basicRequest = (id: string, secret: string, more = {}) =>
  withHeaders({ authorization: basicOf(id, secret) }, more);
export const bearerRequest = (token: string, headers = {}) =>
  withHeaders({ authorization: `Bearer ${token}`, ...headers });

/** What each is refused with, held to the reason it is wanted for. */
export async function answersOf(refused: readonly Refused[]) {
  return Promise.all(
    refused.map(async (one) => {
      const { reason, refusal } = await outcomeOf(one);
      expect(reason).toBe(one.reason);
      if (refusal.status === 401) expect(refusal.headers['www-authenticate']).toHaveLength(1);
      return { reason, answer: String(refusal.status) };
    }),
  );
}
