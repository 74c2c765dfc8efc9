import type { Answer } from '../../request.ts';

/** What `WWW-Authenticate` says of Basic. */
export function basicChallenges({ headers }: Answer): string[] {
  return (headers['www-authenticate'] ?? []).filter((value) => /(^|,\s*)basic(\s|,|$)/i.test(value));
}
