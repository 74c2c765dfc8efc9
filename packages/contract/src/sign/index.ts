import { basic } from './basic.ts';

/** A valid request of every scheme in one line, and its mistakes by name. */
export const sign = { basic } as const;
