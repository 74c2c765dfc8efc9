import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as (options?: { readonly type: 'minor' }) => void;

/** What is young grows old, or goes: so that a turn does not pay for what was made before it. */
export function settle(): void {
  collect({ type: 'minor' });
  collect({ type: 'minor' });
}

export function bytesInUse(): number {
  collect();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
