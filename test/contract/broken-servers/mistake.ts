import type { ProfileName } from '@countersign/contract';

/** One step of a server that is wrong, and the cases that name it. */
export interface Mistake<Steps> {
  readonly mistake: string;
  readonly steps: Partial<Steps>;
  /** Names of cases. */
  readonly fails: readonly string[];
  /** What fails in one profile alone. */
  readonly besides?: Readonly<Partial<Record<ProfileName, readonly string[]>>>;
}

/** Where a server that is wrong throws. */
export function fault(message: string): never {
  throw new Error(message);
}
