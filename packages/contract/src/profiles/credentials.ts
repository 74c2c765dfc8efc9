import type { ClientCertificate, OutboundRequest } from '../request.ts';
import type { Pair } from '../sign/pair.ts';
import { isCertificate, pemOf } from './pem.ts';

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
  optionalNumber(field: string): number | undefined;
  /** `true`, `false`, or left out for `false`. */
  flag(field: string): boolean;
  /** Whatever a JSON object holds: claims, for instance. */
  optionalObject(field: string): Readonly<Record<string, unknown>> | undefined;
  /** `{ "id": "…", "secret": "…" }` */
  pair(field: string): Pair;
  optionalPair(field: string): Pair | undefined;
  /** `{ "method": "GET", "path": "/" }`, and `headers` and a `body` where they are needed: a text, or JSON. */
  request(field: string, otherwise?: OutboundRequest): OutboundRequest;
  optionalRequest(field: string): OutboundRequest | undefined;
  /** `{ "chain": "…", "key": "…" }`: PEM text, or the path of a file of it, from where the tests are run. */
  certificate(field: string): ClientCertificate;
  optionalCertificate(field: string): ClientCertificate | undefined;
  /** An object with fields of its own. */
  part(field: string): Credentials;
  optionalPart(field: string): Credentials | undefined;
}

export interface CredentialsReader extends Credentials {
  /** @throws CredentialsError */
  check(): void;
}

export function credentialsReader(value: unknown): CredentialsReader {
  const problems = new Set<string>();
  const root = recordOf(value);
  if (!root) problems.add('the credentials must be a JSON object');
  return {
    ...fieldsOf(root, '', problems),
    check() {
      if (problems.size > 0) throw new CredentialsError([...problems].join('\n'));
    },
  };
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(fields: Fields | undefined, prefix: string, problems: Set<string>): Credentials {
  const has = (field: string) => fieldOf(fields, field) !== undefined;
  const whereThere = <T>(read: (field: string) => T) => {
    return (field: string): T | undefined => (has(field) ? read(field) : undefined);
  };

  function checked<T>(field: string, value: T | undefined, what: string): T | undefined {
    if (value === undefined) problems.add(`${prefix}${field} must be ${what}`);
    return value;
  }

  function text(field: string): string {
    const value = fieldOf(fields, field);
    const found = typeof value === 'string' && value !== '' ? value : undefined;
    return checked(field, found, 'a string that is not empty') ?? '';
  }

  function number(field: string): number | undefined {
    const value = fieldOf(fields, field);
    return checked(field, typeof value === 'number' && value > 0 ? value : undefined, 'a positive number');
  }

  function object(field: string): Fields | undefined {
    return checked(field, recordOf(fieldOf(fields, field)), 'a JSON object');
  }

  const part = (field: string) => fieldsOf(object(field), `${prefix}${field}.`, problems);

  function pair(field: string): Pair {
    const parts = part(field);
    return { id: parts.text('id'), secret: parts.text('secret') };
  }

  function request(field: string): OutboundRequest {
    const parts = part(field);
    const headers = Object.entries(parts.optionalObject('headers') ?? {});
    const body = fieldOf(recordOf(fieldOf(fields, field)), 'body');
    return {
      method: parts.text('method'),
      path: parts.text('path'),
      headers: headers.map(([name, value]) => [name, String(value)] as const),
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    };
  }

  function certificate(field: string): ClientCertificate {
    const parts = part(field);
    const [chain, key] = [parts.text('chain'), parts.text('key')].map(pemOf);
    const read = { chain: chain ?? '', key: key ?? '' };
    const wanted = 'a chain and the key of its first certificate: PEM text, or paths of PEM files';
    checked(field, isCertificate(read) ? read : undefined, wanted);
    return read;
  }

  return {
    text,
    optionalText: whereThere(text),
    optionalNumber: whereThere(number),
    flag(field) {
      const value = fieldOf(fields, field) ?? false;
      return checked(field, typeof value === 'boolean' ? value : undefined, 'true or false') ?? false;
    },
    optionalObject: whereThere(object),
    pair,
    optionalPair: whereThere(pair),
    request: (field, otherwise) => (!has(field) && otherwise ? otherwise : request(field)),
    optionalRequest: whereThere(request),
    certificate,
    optionalCertificate: whereThere(certificate),
    part,
    optionalPart: whereThere(part),
  };
}

function fieldOf(fields: Fields | undefined, field: string): unknown {
  return fields && Object.hasOwn(fields, field) ? fields[field] : undefined;
}

function recordOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}
