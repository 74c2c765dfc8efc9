import { decodeBase64 } from '@countersign/core';
import { type CredentialPair, formDecoded } from '../credential-pair.ts';

/** Whether a pair is right, whose account is known. */
export type Proves = (pair: CredentialPair) => Promise<boolean>;

/**
 * What was done to a right pair, so that it is wrong now: where undoing it proves the pair, that was it.
 * Fails to no mistake: an explanation must not turn a verdict around.
 */
export async function pairMistake(pair: CredentialPair, proves: Proves): Promise<string | undefined> {
  for (const { meant, mistake } of rightPairs(pair)) {
    try {
      if (await proves(meant)) return mistake;
    } catch {
      return undefined;
    }
  }
  return undefined;
}

/** It cannot be told from an id that was made up, and is said to be what it might be. */
export const unknownIdHint =
  'no account here has this id: are these the credentials of another environment, such as live?';

interface RightPair {
  readonly meant: CredentialPair;
  readonly mistake: string;
}

function* rightPairs(pair: CredentialPair): Iterable<RightPair> {
  const { id, secret } = pair;
  const trimmed = { id: id.trim(), secret: secret.trim() };
  if (trimmed.id !== id || trimmed.secret !== secret) {
    yield { meant: trimmed, mistake: 'there is white space around the id or the secret' };
  }

  const text = `${id}:${secret}`;
  // A secret may hold colons, and comes first here.
  const colon = text.lastIndexOf(':');
  const swapped = { id: text.slice(colon + 1), secret: text.slice(0, colon) };
  yield { meant: swapped, mistake: 'id and secret are swapped: the id comes first' };

  const decoded = formDecoded(pair);
  const twice = decoded && formDecoded(decoded);
  if (decoded) yield { meant: decoded, mistake: 'id and secret were form-encoded: send them as they are' };
  if (twice) yield { meant: twice, mistake: 'id and secret were form-encoded twice' };

  const [innerId, innerSecret] = [id, secret].map((part) => decodeBase64(part)?.toString() || part);
  const mistake = 'id or secret is encoded in base64 by itself: encode id:secret alone';
  yield { meant: { id, secret: innerSecret ?? secret }, mistake };
  yield { meant: { id: innerId ?? id, secret: innerSecret ?? secret }, mistake };
}
