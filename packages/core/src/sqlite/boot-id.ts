import { readFileSync } from 'node:fs';

/**
 * Names this run of the operating system: a process that is killed and started again reads the same, one that comes
 * after a power failure another. `undefined` where the system tells none, as all but Linux.
 */
export function currentBootId(): string | undefined {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim() || undefined;
  } catch {
    return undefined;
  }
}
