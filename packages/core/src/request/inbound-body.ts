/** The body of a request, parsed once. `raw` holds the bytes received, where they are still known. */
export type InboundBody =
  | { readonly kind: 'absent' }
  | { readonly kind: 'json'; readonly value: unknown; readonly raw?: Uint8Array }
  | { readonly kind: 'form'; readonly value: URLSearchParams; readonly raw?: Uint8Array }
  /** Neither JSON nor a form, or compressed. `parsedBefore`: by somebody else, who left something of it. */
  | { readonly kind: 'unsupported'; readonly raw?: Uint8Array; readonly parsedBefore?: true }
  /** Not what its content type says it is, or cut short on the way. */
  | { readonly kind: 'malformed'; readonly raw?: Uint8Array }
  | { readonly kind: 'too-large' };

/** Bytes of a body that are read before anything is authenticated: 100 KiB. */
export const DEFAULT_BODY_LIMIT_BYTES = 100 * 1024;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** `application/json` of `application/json; charset=utf-8`, in lower case. */
export function mediaTypeOf(contentType: string | undefined): string {
  return (contentType?.split(';', 1)[0] ?? '').trim().toLowerCase();
}

export function isJson(mediaType: string): boolean {
  return (
    mediaType === 'application/json' || (mediaType.startsWith('application/') && mediaType.endsWith('+json'))
  );
}

export function isForm(mediaType: string): boolean {
  return mediaType === 'application/x-www-form-urlencoded';
}

export function parseBody(contentType: string | undefined, raw: Uint8Array): InboundBody {
  if (raw.byteLength === 0) return { kind: 'absent' };
  const mediaType = mediaTypeOf(contentType);
  try {
    if (isJson(mediaType)) return { kind: 'json', value: JSON.parse(utf8.decode(raw)) as unknown, raw };
    if (isForm(mediaType)) return { kind: 'form', value: new URLSearchParams(utf8.decode(raw)), raw };
  } catch {
    return { kind: 'malformed', raw };
  }
  return { kind: 'unsupported', raw };
}

/** A form as `express.urlencoded()` leaves it: a value a name, and an array where a name was repeated. */
export function formFields(form: URLSearchParams): Record<string, string | string[]> {
  const fields = new Map<string, string | string[]>();
  for (const [name, value] of form) {
    const before = fields.get(name);
    if (Array.isArray(before)) before.push(value);
    else fields.set(name, before === undefined ? value : [before, value]);
  }
  return Object.fromEntries(fields);
}
