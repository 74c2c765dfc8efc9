import { hash } from 'node:crypto';

/** 128 bits: enough that no two texts have the same, whoever looks for them. A collision refuses, never accepts. */
export function compactDigest(text: string): Uint8Array {
  // By way of a string: `hash` makes a buffer much more slowly.
  return Buffer.from(hash('sha256', text, 'binary').slice(0, 16), 'binary');
}
