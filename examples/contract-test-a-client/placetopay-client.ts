// A small client of Placetopay, as an application would have one.
import { createHash, randomBytes } from 'node:crypto';

export interface Site {
  readonly url: string;
  readonly login: string;
  readonly secretKey: string;
}

/** Creates a session; tries once more where the gateway says that it cannot answer now. */
export async function createSession(site: Site, reference: string): Promise<number> {
  const send = () =>
    fetch(`${site.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      // Made anew for every request, a repeated one too: a digest is good for one use.
      body: JSON.stringify({ auth: authOf(site), locale: 'en_US', payment: { reference } }),
    });
  let response = await send();
  if (response.status === 503) response = await send();
  const { requestId, status } = (await response.json()) as { requestId: number; status: { message: string } };
  if (!response.ok) throw new Error(status.message);
  return requestId;
}

function authOf({ login, secretKey }: Site) {
  const nonce = randomBytes(16);
  const seed = new Date().toISOString();
  const tranKey = createHash('sha256').update(nonce).update(seed).update(secretKey).digest('base64');
  return { login, tranKey, nonce: nonce.toString('base64'), seed };
}
