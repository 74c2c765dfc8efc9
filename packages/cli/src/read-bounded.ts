import { createReadStream } from 'node:fs';

/**
 * What is in a file, or in standard input for `-`: no more than one byte past this many, which is enough to tell
 * that there is more.
 * @throws Error for what cannot be read.
 */
export async function readBounded(file: string, maxBytes: number): Promise<Buffer> {
  const stream = file === '-' ? process.stdin : createReadStream(file, { end: maxBytes });
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > maxBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, maxBytes + 1);
}
