/** An HTTP answer, whatever server sends it. */
export interface Answer {
  readonly status: number;
  /** Lower-case names; a list for a header that is sent several times. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string;
}

/** The answer to a verdict that is not `accepted`. */
export type Refusal = Answer;
