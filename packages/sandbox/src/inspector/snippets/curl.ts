import { MASK } from '../passing/mask.ts';
import type { BasicCredential, Credential, PassingRequest } from '../passing/passing-request.ts';
import { bodyText, headersOf } from './request-parts.ts';

/** One command for a POSIX shell, an option a line, every value written out. */
export function curl(request: PassingRequest): string {
  const { method, url, credential, certificate } = request;
  const options: string[] = [];
  if (method !== 'GET') options.push(`-X ${method}`);
  if (certificate) {
    const { ca, chain, key } = certificate;
    options.push(`--cacert ${word(ca)}`, `--cert ${word(chain)}`, `--key ${word(key)}`);
  }
  options.push(...credentialOptions(credential));
  for (const { name, text, variable } of headersOf(request)) {
    if (variable === undefined) options.push(`-H ${word(`${name}: ${text}`)}`);
  }
  const body = bodyText(request);
  if (body !== undefined) options.push(`-d ${word(body)}`);
  return [`curl -sS -i ${word(url)}`, ...options].join(' \\\n  ');
}

function credentialOptions(credential: Credential): string[] {
  switch (credential.kind) {
    case 'basic':
      if (credential.header === 'Authorization') {
        return [`-u ${word(`${credential.id}:${credential.secret}`)}`];
      }
      return [`-H ${word(`${credential.header}: ${pairOf(credential)}`)}`];
    case 'bearer':
      return [`-H ${word(`Authorization: Bearer ${credential.token}`)}`];
    case 'username-token':
    case 'certificate-alone':
      return [];
  }
}

/** Base64 of a mask would not look like one. */
function pairOf({ id, secret }: BasicCredential): string {
  return secret === MASK ? MASK : Buffer.from(`${id}:${secret}`).toString('base64');
}

/** One word to a POSIX shell, whatever is in it. */
function word(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
