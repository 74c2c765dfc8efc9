import type { Answer, OutboundRequest } from './request.ts';

/** `required`: a server that fails it has a hole. `advice`: it is stricter, or friendlier, than it must be. */
export type Level = 'required' | 'advice';

/** One thing that a server does right or wrong, told so that a reader needs nothing else. */
export interface CaseText {
  /** What is wrong where it fails, in words with hyphens: `splits-at-the-second-colon`. */
  readonly name: string;
  /** What is sent. */
  readonly sent: string;
  /** What must come back. */
  readonly expected: string;
  /** Why it matters. */
  readonly why: string;
  /** The section or the page that says so. */
  readonly source: string;
  readonly level: Level;
}

/** Sends what a case is about. */
export interface Exchange {
  send(request: OutboundRequest): Promise<Answer>;
  /** All of them under way at the same moment. */
  sendAtOnce(requests: readonly OutboundRequest[]): Promise<Answer[]>;
}

/** @typeParam S what the case needs to know of the server and its accounts */
export interface ContractCase<S> extends CaseText {
  /** Throws `CaseFailed` where the server does not do what it must, `CaseSkipped` where it cannot be told. */
  readonly run: (subject: S, exchange: Exchange) => Promise<void>;
}

/** Cases of one scheme, in the order in which a reader would look at them. */
export interface Suite<S> {
  readonly name: string;
  readonly cases: readonly ContractCase<S>[];
}

/** What the server did, in place of what it must. */
export class CaseFailed extends Error {
  override readonly name = 'CaseFailed';
}

/** What the credentials lack for this case. */
export class CaseSkipped extends Error {
  override readonly name = 'CaseSkipped';
}

/** @throws CaseSkipped where there is none */
export function needed<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new CaseSkipped(`needs ${what}`);
  return value;
}
