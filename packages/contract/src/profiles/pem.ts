import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import type { ClientCertificate } from '../request.ts';

/** PEM text as it is, or what the file of this path holds; `undefined` where there is none. */
export function pemOf(textOrPath: string): string | undefined {
  if (textOrPath.includes('-----BEGIN ')) return textOrPath;
  try {
    return readFileSync(textOrPath, 'utf8');
  } catch {
    return undefined;
  }
}

/** Whether it can be offered in a handshake: before the first request, not in the middle of the run. */
export function isCertificate({ chain, key }: ClientCertificate): boolean {
  if (chain === '' || key === '') return false;
  try {
    createSecureContext({ cert: chain, key });
    return true;
  } catch {
    return false;
  }
}
