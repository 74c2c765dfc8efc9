import type { IncomingMessage } from 'node:http';
import type { NodeRequest } from './from-node.ts';
import { type InboundBody, isForm, isJson, mediaTypeOf, parseBody } from './inbound-body.ts';

/** What a body parser left on the request, or else the stream itself, up to a bound. Never throws. */
export async function readNodeBody(request: NodeRequest, limitBytes: number): Promise<InboundBody> {
  if (request.body !== undefined) return parsedBefore(request, request.body);
  if (Number(request.headers['content-length']) > limitBytes) {
    request.resume();
    return { kind: 'too-large' };
  }
  const raw = await readBounded(request, limitBytes);
  if (!raw) return { kind: 'too-large' };
  const body = parseBody(request.headers['content-type'], raw);
  // A stream is read once: whoever reads it leaves the body where handlers and body parsers look for it.
  request.rawBody = raw;
  if (body.kind === 'json') request.body = body.value;
  return body;
}

function parsedBefore(request: NodeRequest, value: unknown): InboundBody {
  const mediaType = mediaTypeOf(request.headers['content-type']);
  const raw = request.rawBody instanceof Uint8Array ? { raw: request.rawBody } : {};
  if (value instanceof Uint8Array) return parseBody(request.headers['content-type'], value);
  if (isJson(mediaType)) return { kind: 'json', value, ...raw };
  if (isForm(mediaType)) return formOf(value, raw);
  return { kind: 'unsupported', ...raw };
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

/** The bytes of the stream, or `undefined` where there are more than `limitBytes`. The rest is let run off unread. */
function readBounded(request: IncomingMessage, limitBytes: number): Promise<Uint8Array | undefined> {
  if (request.readableEnded || request.destroyed) return Promise.resolve(new Uint8Array());
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const finish = (bytes: Uint8Array | undefined) => {
      request.off('data', onData).off('end', onEnd).off('close', onEnd);
      resolve(bytes);
    };
    const onData = (chunk: Buffer) => {
      length += chunk.length;
      if (length <= limitBytes) chunks.push(chunk);
      else {
        finish(undefined);
        request.resume();
      }
    };
    const onEnd = () => finish(Buffer.concat(chunks));
    // An aborted upload ends in `close`, and its part of a body is as good as none.
    request
      .on('data', onData)
      .on('end', onEnd)
      .on('close', onEnd)
      .on('error', () => {});
  });
}
