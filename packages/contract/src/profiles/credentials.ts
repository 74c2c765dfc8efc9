import type { OutboundRequest } from '../request.ts';
import type { Pair } from '../sign/pair.ts';

/** Every field that is missing or of the wrong kind, at once. */
export class CredentialsError extends Error {
  override readonly name = 'CredentialsError';
}

/**
 * Reads the credentials of a profile: a JSON object. What is missing is noted, and told all at once by `check`; no
 * value is repeated in an error.
 */
export interface Credentials {
  text(field: string): string;
  optionalText(field: string): string | undefined;
  /** `{ "id": "…", "secret": "…" }` */
  pair(field: string): Pair;
  optionalPair(field: string): Pair | undefined;
  /** `{ "method": "GET", "path": "/" }`, and `headers` and a JSON `body` where they are needed. */
  request(field: string, otherwise?: OutboundRequest): OutboundRequest;
}

export interface CredentialsReader extends Credentials {
  /** @throws CredentialsError */
  check(): void;
}

export function credentialsReader(value: unknown): CredentialsReader {
  const problems = new Set<string>();
  const root = recordOf(value);
  if (!root) problems.add('the credentials must be a JSON object');

  function textAt(record: Record<string, unknown> | undefined, field: string, path: string): string {
    const found = record?.[field];
    if (typeof found === 'string' && found !== '') return found;
    problems.add(`${path} must be a string that is not empty`);
    return '';
  }

  function pairAt(field: string): Pair {
    const record = recordOf(root?.[field]);
    return { id: textAt(record, 'id', `${field}.id`), secret: textAt(record, 'secret', `${field}.secret`) };
  }

  const has = (field: string) => root?.[field] !== undefined;

  return {
    text: (field) => textAt(root, field, field),
    optionalText: (field) => (has(field) ? textAt(root, field, field) : undefined),
    pair: pairAt,
    optionalPair: (field) => (has(field) ? pairAt(field) : undefined),
    request(field, otherwise) {
      if (!has(field) && otherwise) return otherwise;
      const record = recordOf(root?.[field]);
      const headers = Object.entries(recordOf(record?.headers) ?? {}).map(
        ([name, text]) => [name, String(text)] as const,
      );
      const body = record?.body === undefined ? {} : { body: JSON.stringify(record.body) };
      return {
        method: textAt(record, 'method', `${field}.method`),
        path: textAt(record, 'path', `${field}.path`),
        headers,
        ...body,
      };
    },
    check() {
      if (problems.size > 0) throw new CredentialsError([...problems].join('\n'));
    },
  };
}

function recordOf(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}
