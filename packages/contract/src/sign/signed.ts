import type { Header } from '../request.ts';

/** What makes a request a signed one: to be merged into any client's own request. */
export interface Signed {
  readonly headers: Readonly<Record<string, string>>;
  /** The body, where the signature is in it or over it. */
  readonly body?: string;
  /** The same for `fetch(url, signed.init)`. Without a method where any may carry it. */
  readonly init: {
    readonly method?: string;
    readonly headers: Record<string, string>;
    readonly body?: string;
  };
}

export function signed(
  headers: Record<string, string>,
  { method, body }: { method?: string; body?: string } = {},
): Signed {
  return {
    headers,
    ...(body !== undefined && { body }),
    init: { ...(method !== undefined && { method }), headers, ...(body !== undefined && { body }) },
  };
}

export function headersOf({ headers }: Signed): Header[] {
  return Object.entries(headers);
}
