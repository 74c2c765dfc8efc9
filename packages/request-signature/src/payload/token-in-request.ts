import type { InboundBody, InboundRequest } from '@countersign/core';

/** Where a request holds its token, and what else it says beside it, unsigned. */
export type FoundToken =
  | { readonly kind: 'absent'; readonly parameters: readonly string[] }
  | { readonly kind: 'malformed'; readonly detail: string }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'present'; readonly token: string; readonly unsigned: readonly string[] };

/** The one value of a parameter, in the query or in a form or JSON body. Sent twice, or no text: malformed. */
export async function tokenInRequest(request: InboundRequest, parameter: string): Promise<FoundToken> {
  const body = await request.body();
  if (body.kind === 'too-large') return { kind: 'too-large' };
  const all = [...queryOf(request.target), ...entriesOf(body)];
  const values = all.flatMap(([name, value]) => (name === parameter ? [value] : []));
  const others = [...new Set(all.flatMap(([name]) => (name === parameter ? [] : [name])))];
  if (values.length === 0) return { kind: 'absent', parameters: others };
  if (values.length > 1) return { kind: 'malformed', detail: `${parameter} was sent ${values.length} times` };
  const [token] = values;
  if (typeof token !== 'string') return { kind: 'malformed', detail: `${parameter} is not a string` };
  return { kind: 'present', token, unsigned: others };
}

type Entry = readonly [name: string, value: unknown];

function queryOf(target: string): Iterable<Entry> {
  const start = target.indexOf('?');
  return start === -1 ? [] : new URLSearchParams(target.slice(start + 1));
}

/** What cannot be read as parameters is said all the same, as one without a name. */
function entriesOf(body: InboundBody): Iterable<Entry> {
  switch (body.kind) {
    case 'absent':
    case 'too-large':
      return [];
    case 'form':
      return body.value;
    case 'json':
      return isObject(body.value) ? Object.entries(body.value) : unreadable;
    case 'unsupported':
    case 'malformed':
      return unreadable;
  }
}

const unreadable: readonly Entry[] = [['', undefined]];

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
