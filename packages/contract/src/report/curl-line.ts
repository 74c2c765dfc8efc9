import type { OutboundRequest } from '../request.ts';

/** Past it, a line is nothing to copy from a terminal. */
const MAX_LINE = 8_000;

/**
 * The line that sends a request again, for a POSIX shell with curl; `undefined` where it would be too long, or where
 * the connection is one that curl does not make: a session taken up again, another name in the handshake. A client
 * certificate is named as the files `chain.pem` and `key.pem`. The line holds the credential that was sent: test
 * credentials, and nothing else, belong into a contract test.
 */
export function curlLine(url: string, request: OutboundRequest): string | undefined {
  const { method, path, headers, body, certificate, tls } = request;
  if (tls) return undefined;
  const words = ['curl', '-i', '--path-as-is', '--globoff'];
  // For an answer that never has a body, whatever length it names.
  words.push(...(method === 'HEAD' ? ['--head'] : ['-X', word(method)]));
  for (const [name, value] of headers) {
    words.push('-H', word(Buffer.from(value === '' ? `${name};` : `${name}: ${value}`, 'latin1')));
  }
  if (certificate) words.push('--cert', 'chain.pem', '--key', 'key.pem');
  let before = '';
  if (body !== undefined) {
    // What curl would say of a body by itself.
    if (!headers.some(([name]) => name.toLowerCase() === 'content-type')) words.push('-H', "'Content-Type:'");
    const bytes = Buffer.from(body);
    if (isPlain(bytes)) words.push('--data-raw', word(bytes));
    else {
      before = `printf ${octal(bytes)} | `;
      words.push('--data-binary', '@-');
    }
  }
  const line = before + [...words, word(url + path)].join(' ');
  return line.length > MAX_LINE ? undefined : line;
}

/** As one word of the shell: what is not printable ASCII by its octal numbers. */
function word(value: string | Buffer): string {
  const bytes = Buffer.from(value);
  return isPlain(bytes) ? quoted(bytes.toString('latin1')) : `"$(printf ${octal(bytes)})"`;
}

function isPlain(bytes: Buffer): boolean {
  return bytes.every((byte) => byte >= 0x20 && byte <= 0x7e);
}

function quoted(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

function octal(bytes: Buffer): string {
  let format = '';
  for (const byte of bytes) {
    const character = String.fromCharCode(byte);
    format += /[\w ./:;,=+{}"()@#?&*]/.test(character) ? character : `\\${byte.toString(8).padStart(3, '0')}`;
  }
  return `'${format}'`;
}
