/** Why nothing is known of a certificate. */
export class RevocationUnanswered extends Error {
  override readonly name = 'RevocationUnanswered';
  /**
   * Whether nothing answered: no source to ask, no connection, no answer in time, "try later". Otherwise something
   * answered what cannot be accepted, which no option excuses.
   */
  readonly missing: boolean;

  constructor(message: string, missing: boolean, cause?: unknown) {
    super(message, { cause });
    this.missing = missing;
  }
}

export function missingAnswer(message: string, cause?: unknown): RevocationUnanswered {
  return new RevocationUnanswered(message, true, cause);
}

export function badAnswer(message: string, cause?: unknown): RevocationUnanswered {
  return new RevocationUnanswered(message, false, cause);
}

/** Asks one after the other until one answers. One bad answer among those that failed makes the whole of it bad. */
export async function firstAnswer<S, T>(sources: readonly S[], ask: (source: S) => Promise<T>): Promise<T> {
  const failures: RevocationUnanswered[] = [];
  for (const source of sources) {
    try {
      return await ask(source);
    } catch (cause) {
      failures.push(cause instanceof RevocationUnanswered ? cause : badAnswer('an unforeseen fault', cause));
    }
  }
  const messages = failures.map(({ message }) => message).join('; ');
  throw new RevocationUnanswered(
    messages,
    failures.every(({ missing }) => missing),
    failures[0]?.cause,
  );
}

/** Reads what was answered. What it throws is a bad answer, unless it knows better, and names where it is from. */
export function readAnswer<T>(url: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof RevocationUnanswered)) throw badAnswer(`${url}: the answer cannot be read`, cause);
    throw new RevocationUnanswered(`${url}: ${cause.message}`, cause.missing, cause.cause);
  }
}
