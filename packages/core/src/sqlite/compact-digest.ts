import { hash } from 'node:crypto';

/** 128 bits: enough that no two texts have the same, whoever looks for them. A collision refuses, never accepts. */
export function compactDigest(text: string): Uint8Array {
  return hash('sha256', text, 'buffer').subarray(0, 16);
}
