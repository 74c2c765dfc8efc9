import { badAnswer, missingAnswer, RevocationUnanswered } from './unanswered.ts';

export interface BoundedRequest {
  readonly url: string;
  /** Sent as POST. Absent: GET. */
  readonly body?: Uint8Array<ArrayBuffer> | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly maxBytes: number;
  /** Ends everything, the reading of a slow body included. */
  readonly signal: AbortSignal;
}

/**
 * The body of an answer with status 200. No redirect is followed, so nothing is asked of a host that the certificate
 * does not name.
 * @throws RevocationUnanswered
 */
export async function boundedFetch(request: BoundedRequest): Promise<Uint8Array> {
  const { url, body, headers, maxBytes, signal } = request;
  try {
    const response = await fetch(url, {
      method: body ? 'POST' : 'GET',
      headers,
      redirect: 'manual',
      signal,
      ...(body && { body }),
    });
    if (response.status !== 200) {
      await response.body?.cancel();
      throw refusalOf(url, response.status);
    }
    return await boundedBody(url, response, maxBytes);
  } catch (cause) {
    if (cause instanceof RevocationUnanswered) throw cause;
    throw missingAnswer(`${url} did not answer${signal.aborted ? ' in time' : ''}`, cause);
  }
}

/** A server that is out of order or too busy has not answered. One that says something else has. */
function refusalOf(url: string, status: number): RevocationUnanswered {
  const make = status >= 500 || status === 429 ? missingAnswer : badAnswer;
  const redirects = status >= 300 && status < 400;
  return make(`${url} answered with status ${status}${redirects ? ', and redirects are not followed' : ''}`);
}

async function boundedBody(url: string, response: Response, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.byteLength;
    if (length > maxBytes) throw badAnswer(`${url} answered with more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
