import { createHash } from 'node:crypto';
import type { Check, InboundRequest } from '@countersign/core';

/** Tokens that were answered with 401: a client that sends one again goes round in a circle. */
export function resentTokens() {
  const refused = new Set<string>();

  /** Their digests: no token is kept. */
  function digestsOf({ headers }: InboundRequest): string[] {
    const tokens = headers.all('authorization').filter((value) => /^bearer /i.test(value));
    return tokens.map((value) => createHash('sha256').update(value.slice(7)).digest('hex'));
  }

  return {
    refused(request: InboundRequest): void {
      for (const digest of digestsOf(request)) refused.add(digest);
    },
    sentAgain(request: InboundRequest): Check[] {
      if (!digestsOf(request).some((digest) => refused.has(digest))) return [];
      return [
        {
          check: 'token',
          outcome: 'failed',
          detail: 'was answered with 401, and is sent again',
          hint: 'after a 401 get a new token, once, and send the request again with that one',
        },
      ];
    },
  };
}
