/** One check on the way to a verdict, told to people. Never holds a secret, a token, a digest or a nonce. */
export interface Check {
  readonly check: string;
  readonly outcome: 'passed' | 'failed';
  readonly detail?: string;
  /** The mistake that was probably made, and what would be right. */
  readonly hint?: string;
}

/** The ordered checks behind a verdict. Pass an empty array to `verify` and it is filled. */
export type Explanation = Check[];

/** What a mistake adds to a check: nothing, where none was recognised. */
export function hintOf(mistake: string | undefined): Pick<Check, 'hint'> {
  return mistake === undefined ? {} : { hint: mistake };
}

/** Takes the hints of these checks away: where another verifier decides, or the request is accepted, nothing was wrong. */
export function dropHints(explain: Explanation, from: number, to = explain.length): void {
  const checks = explain.slice(from, to).map(({ hint: _, ...check }) => check);
  explain.splice(from, checks.length, ...checks);
}
