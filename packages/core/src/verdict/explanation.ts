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
