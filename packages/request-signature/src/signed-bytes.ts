import {
  type Explanation,
  type InboundRequest,
  type Rejected,
  rejected,
  type Unavailable,
  unavailable,
} from '@countersign/core';

const none = new Uint8Array();

/**
 * The bytes of the body as they were received. What a parser made of them is no substitute: it could be written again
 * in many ways, and only one of them was signed.
 */
export async function signedBytes(
  request: InboundRequest,
  explain: Explanation | undefined,
): Promise<Uint8Array | Rejected | Unavailable> {
  const body = await request.body();
  if (body.kind === 'absent') return none;
  if (body.kind === 'too-large') {
    explain?.push({ check: 'body', outcome: 'failed', detail: 'is too large' });
    return rejected('body-too-large');
  }
  if (body.raw) return body.raw;
  if (body.kind === 'malformed') {
    explain?.push({ check: 'body', outcome: 'failed', detail: 'was cut short, or read by somebody before' });
    return rejected('credentials-malformed');
  }
  // Not the client's fault: nothing that it sends would be accepted here.
  explain?.push({ check: 'body', outcome: 'failed', detail: bytesAreGone });
  return unavailable(new TypeError(bytesAreGone));
}

const bytesAreGone =
  'the bytes of the body are gone: a body parser ran before and kept only what it made of them. Mount the guard ' +
  'before express.json(), or have the parser keep them in req.rawBody by its verify option';
