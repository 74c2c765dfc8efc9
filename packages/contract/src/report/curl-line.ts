import type { OutboundRequest } from '../request.ts';

/**
 * The line of curl that sends a request again. It holds the credential that was sent: test credentials, and nothing
 * else, belong into a contract test.
 */
export function curlLine(url: string, { method, path, headers, body, certificate }: OutboundRequest): string {
  const words = ['curl', '-i', '-X', method];
  for (const [name, value] of headers)
    words.push('-H', quoted(value === '' ? `${name};` : `${name}: ${value}`));
  if (certificate) words.push('--cert', 'chain.pem', '--key', 'key.pem');
  if (body !== undefined) words.push('--data-binary', quoted(Buffer.from(body).toString('utf8')));
  return [...words, quoted(url.replace(/\/$/, '') + path)].join(' ');
}

/** As one word of a POSIX shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
