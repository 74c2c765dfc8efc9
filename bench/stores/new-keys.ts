import { randomBytes } from 'node:crypto';

/** Digests as a verifier claims them, made before each turn: making them is no part of the job. */
export function newKeys() {
  let keys: string[] = [];
  return {
    renew(count: number): void {
      const bytes = randomBytes(32 * count);
      keys = Array.from(
        { length: count },
        (_, index) => `sha256:${bytes.toString('base64', index * 32, index * 32 + 32)}`,
      );
    },
    at: (index: number): string => keys[index] ?? '',
  };
}
