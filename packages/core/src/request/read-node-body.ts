import { formFields, type InboundBody, isForm, isJson, mediaTypeOf, parseBody } from './inbound-body.ts';
import type { NodeRequest } from './node-request.ts';

// A stream is read once, and bytes are parsed once: every later reader of a request gets what the first one got, a body
// too large included. What a parser made of a body is there, and is taken as it is: an entry for each request would cost
// more than the reading.
const bodies = new WeakMap<NodeRequest, Promise<InboundBody>>();

/** What a body parser left on the request, or else the stream itself, up to a bound. Never rejects. */
export function readNodeBody(request: NodeRequest, limitBytes: number): Promise<InboundBody> {
  const before = bodies.get(request);
  if (before) return before;
  const left = request.body;
  const body =
    left === undefined
      ? readStream(request, limitBytes)
      : Promise.resolve(parsedBefore(request, left, limitBytes));
  if (left === undefined || left instanceof Uint8Array) bodies.set(request, body);
  return body;
}

function parsedBefore(request: NodeRequest, value: unknown, limitBytes: number): InboundBody {
  const contentType = request.headers['content-type'];
  const mediaType = mediaTypeOf(contentType);
  if (value instanceof Uint8Array) {
    return value.byteLength > limitBytes ? { kind: 'too-large' } : parseBody(contentType, value);
  }
  const raw = request.rawBody instanceof Uint8Array ? { raw: request.rawBody } : {};
  if (isJson(mediaType)) return { kind: 'json', value, ...raw };
  if (isForm(mediaType)) return formOf(value, raw);
  return { kind: 'unsupported', ...raw, parsedBefore: true };
}

/** A form that a body parser made an object of: a repeated parameter is an array there, and is repeated here. */
function formOf(value: unknown, raw: { raw?: Uint8Array }): InboundBody {
  if (typeof value !== 'object' || value === null) return { kind: 'malformed', ...raw };
  const form = new URLSearchParams();
  for (const [name, entry] of Object.entries(value)) {
    for (const item of Array.isArray(entry) ? (entry as unknown[]) : [entry]) {
      if (typeof item !== 'string') return { kind: 'malformed', ...raw };
      form.append(name, item);
    }
  }
  return { kind: 'form', value: form, ...raw };
}

async function readStream(request: NodeRequest, limitBytes: number): Promise<InboundBody> {
  // Somebody has read of it and left nothing: what is left is not the body.
  if (request.readableDidRead) return { kind: 'malformed' };
  const raw = await readBounded(request, limitBytes);
  if (typeof raw === 'string') return { kind: raw };
  const body = isEncoded(request)
    ? ({ kind: 'unsupported', raw } as const)
    : parseBody(request.headers['content-type'], raw);
  request.rawBody = raw;
  const left = leftForHandlers(body);
  if (left !== undefined) request.body = left;
  return body;
}

/** Compressed bytes are nothing that a scheme reads; a body parser mounted before would have inflated them. */
function isEncoded(request: NodeRequest): boolean {
  return (request.headers['content-encoding'] ?? 'identity').toLowerCase() !== 'identity';
}

/** What `express.json()`, `express.urlencoded()` or `express.raw()` would have left: mounted later, they find the stream read. */
function leftForHandlers(body: InboundBody): unknown {
  switch (body.kind) {
    case 'json':
      return body.value;
    case 'form':
      return formFields(body.value);
    case 'unsupported':
      return body.raw;
    case 'absent':
    case 'malformed':
    case 'too-large':
      return undefined;
  }
}

/** The bytes of the stream. Past the bound the rest is let run off unread; an upload cut short is malformed. */
function readBounded(
  request: NodeRequest,
  limitBytes: number,
): Promise<Uint8Array | 'too-large' | 'malformed'> {
  if (request.readableEnded) return Promise.resolve(new Uint8Array());
  if (request.destroyed) return Promise.resolve('malformed');
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const finish = (result: Uint8Array | 'too-large' | 'malformed') => {
      request.off('data', onData).off('end', onEnd).off('close', onClose);
      resolve(result);
    };
    const onData = (chunk: Buffer | string) => {
      const bytes =
        typeof chunk === 'string' ? Buffer.from(chunk, request.readableEncoding ?? 'utf8') : chunk;
      length += bytes.byteLength;
      if (length > limitBytes) finish('too-large');
      else chunks.push(bytes);
    };
    const onEnd = () => finish(Buffer.concat(chunks));
    const onClose = () => finish('malformed');
    // An upload that breaks off is an error first and a close then; the close is what counts.
    request.on('error', () => {});
    if (Number(request.headers['content-length']) > limitBytes) return finish('too-large');
    request
      .on('data', onData)
      .on('end', onEnd)
      .on('close', onClose)
      // A stream that was paused does not flow for a listener alone.
      .resume();
  });
}
