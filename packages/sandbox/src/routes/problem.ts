import { STATUS_CODES } from 'node:http';
import type { Refusal } from '@countersign/core';

/** Problem details (RFC 9457) for what is no matter of credentials. */
export function problemOf(status: number, detail?: string): Refusal {
  return {
    status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
    body: JSON.stringify({ type: 'about:blank', title: STATUS_CODES[status], status, detail }),
  };
}
