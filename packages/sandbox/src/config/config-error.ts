/** Something that a configuration file says and that cannot be so. */
export interface ConfigProblem {
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** Such as `accounts.pledg[0].secrets`. Empty for the file as a whole. */
  readonly field: string;
  /** What is wrong, and what would be right. Holds no value of the file: it may be a secret. */
  readonly message: string;
}

/** Everything that is wrong with a configuration file, a line each: `file:line:column field: what is wrong`. */
export class ConfigError extends TypeError {
  readonly problems: readonly ConfigProblem[];

  constructor(file: string, problems: readonly ConfigProblem[]) {
    super(problems.map((problem) => lineOf(file, problem)).join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

function lineOf(file: string, { line, column, field, message }: ConfigProblem): string {
  return `${file}:${line}:${column}${field === '' ? '' : ` ${field}`}: ${message}`;
}
