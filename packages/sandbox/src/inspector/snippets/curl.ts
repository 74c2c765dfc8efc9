import type { PassingRequest } from '../passing/passing-request.ts';
import { bodyText, contentTypeOf } from './request-parts.ts';

/** One line for a POSIX shell, every value written out. */
export function curl(request: PassingRequest): string {
  const { method, url, headers, credential, certificate } = request;
  const parts = ['curl', '-sS', '-i'];
  if (method !== 'GET') parts.push('-X', method);
  if (certificate) {
    const { ca, chain, key } = certificate;
    parts.push('--cacert', word(ca), '--cert', word(chain), '--key', word(key));
  }
  if (credential.kind === 'basic' && credential.header === 'Authorization') {
    parts.push('-u', word(`${credential.id}:${credential.secret}`));
  } else if (credential.kind === 'basic') {
    const masked = credential.secret.startsWith('•');
    const pair = `${credential.id}:${credential.secret}`;
    parts.push(
      '-H',
      word(`${credential.header}: ${masked ? credential.secret : Buffer.from(pair).toString('base64')}`),
    );
  }
  if (credential.kind === 'bearer') parts.push('-H', word(`Authorization: Bearer ${credential.token}`));
  for (const [name, value] of Object.entries(headers)) parts.push('-H', word(`${name}: ${value}`));
  const body = bodyText(request);
  if (body !== undefined) parts.push('-H', word(`Content-Type: ${contentTypeOf(request)}`), '-d', word(body));
  parts.push(word(url));
  return parts.join(' ');
}

/** One word to a POSIX shell, whatever is in it. */
function word(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
