/** One who does the job that a row is about. */
export interface Contestant {
  readonly name: string;
  /** The job, once. A promise is waited for. */
  readonly once: (index: number) => unknown;
  /** Throws where this is not what should have come of it: nobody is fast by refusing. */
  readonly check?: (outcome: unknown) => void;
  /** How many are under way at a time. Default 1. */
  readonly inFlight?: number;
  /** What is not part of the job, before each turn: new keys, for instance. */
  readonly before?: (operations: number) => void;
}

/** Contestants that do the same job. The first is what the others are compared with. */
export interface Row {
  readonly name: string;
  /** How often each does the job in one round. */
  readonly operations: number;
  readonly contestants: readonly [Contestant, ...Contestant[]];
  /** What is not a time: bytes, for instance. */
  readonly facts?: () => Promise<readonly string[]>;
  readonly close?: () => Promise<void> | void;
}

/** `quick`: to see that it works, in seconds. */
export type Size = 'full' | 'quick';

/** What is printed, and kept. */
export interface Section {
  readonly name: string;
  readonly table: Table;
  /** What does not fit a table. */
  readonly facts: readonly string[];
}

/** Cells as they are read: the first column names who, the others are figures. */
export interface Table {
  readonly heads: readonly string[];
  readonly lines: readonly (readonly string[])[];
}

export interface Measurement {
  /** By which it is asked for. */
  readonly id: string;
  readonly onRequest: boolean;
  sections(size: Size, rounds: number): AsyncIterable<Section>;
}

/** Rows that are made one after the other: each is closed before the next is made. */
export interface RowMaker {
  readonly id: string;
  /** Made only where it is asked for by its id: it takes long, or much room. */
  readonly onRequest?: boolean;
  rows(size: Size): AsyncIterable<Row>;
}
