import { algorithmMistake, tokenFormMistake } from '../mistakes/payload-mistake.ts';
import { hs256, lifetimeOf, readSignedToken } from '../payload/signed-token.ts';
import type { ReadNotification } from './notification-form.ts';

/** A notification that is a JWT (HS256, nothing else). `exp` is honoured where there is one. */
export function jwtNotification(text: string): ReadNotification {
  const token = readSignedToken(text);
  if ('malformed' in token) return { ...token, ...tokenFormMistake(text) };
  const { algorithm, content, signed, signature } = token;
  if (algorithm !== 'HS256') return { malformed: 'alg must be HS256', ...algorithmMistake(algorithm) };
  const lifetime = lifetimeOf(content);
  if ('malformed' in lifetime) return lifetime;
  return { signature, signed: content, endsAt: lifetime.endsAt, expected: (secret) => hs256(signed, secret) };
}
