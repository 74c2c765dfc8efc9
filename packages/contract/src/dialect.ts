import type { Reason } from '@countersign/core';
import { CaseFailed } from './contract-case.ts';
import type { Answer } from './request.ts';

/** Why a request must be refused. */
export type Refused = 'absent' | Reason;

/** How a refusal looks. */
export interface Refusal {
  /** Any of these. */
  readonly statuses: readonly number[];
  /** The scheme that a 401 must name in `WWW-Authenticate`. */
  readonly challenge?: string | undefined;
  /** What is wrong with the rest of the answer; `undefined` for nothing. */
  readonly flaw?: ((answer: Answer) => string | undefined) | undefined;
}

/** How a server answers: as its provider documents it, or as the RFCs leave it to the server. */
export interface Dialect {
  /** Statuses of a request that was accepted. */
  readonly accepted: readonly number[];
  refusalOf(refused: Refused): Refusal;
}

/** @throws CaseFailed */
export function mustAccept(dialect: Dialect, answer: Answer, what = 'it'): void {
  if (dialect.accepted.includes(answer.status)) return;
  throw new CaseFailed(
    `${what} must be accepted (${dialect.accepted.join(' or ')}), and was answered ${told(answer)}`,
  );
}

/** @throws CaseFailed */
export function mustRefuse(dialect: Dialect, answer: Answer, refused: Refused, what = 'it'): void {
  const { statuses, flaw } = dialect.refusalOf(refused);
  if (!statuses.includes(answer.status)) {
    throw new CaseFailed(
      `${what} must be refused (${statuses.join(' or ')}), and was answered ${told(answer)}`,
    );
  }
  const wrong = flaw?.(answer);
  if (wrong) throw new CaseFailed(wrong);
}

/**
 * A 401 names a scheme (RFC 9110, section 15.5.2). A server that names none fails the cases about that alone.
 * @throws CaseFailed
 */
export function mustChallenge(dialect: Dialect, { status, headers }: Answer, refused: Refused): void {
  const { challenge } = dialect.refusalOf(refused);
  if (challenge === undefined || status !== 401) return;
  const offered = headers['www-authenticate']?.join(', ') ?? '';
  if (new RegExp(`(^|,\\s*)${challenge}(\\s|,|$)`, 'i').test(offered)) return;
  throw new CaseFailed(`a 401 must carry WWW-Authenticate: ${challenge} …, and it was «${offered}»`);
}

/**
 * For a request of which more than one thing is wrong: refused as any of them.
 * @throws CaseFailed
 */
export function mustRefuseAsOne(
  dialect: Dialect,
  answer: Answer,
  anyOf: readonly [Refused, ...Refused[]],
  what = 'it',
): void {
  const failures: unknown[] = [];
  for (const refused of anyOf) {
    try {
      mustRefuse(dialect, answer, refused, what);
      return;
    } catch (error) {
      failures.push(error);
    }
  }
  throw failures[0];
}

/**
 * For a request that may be accepted or refused, as long as it is answered.
 * @throws CaseFailed
 */
export function mustNotFail(
  dialect: Dialect,
  answer: Answer,
  anyOf: readonly [Refused, ...Refused[]],
  what = 'it',
): void {
  if (!dialect.accepted.includes(answer.status)) mustRefuseAsOne(dialect, answer, anyOf, what);
}

/**
 * For a request that may be refused in more than one way: as what it is, or as if there were no credential.
 * @throws CaseFailed
 */
export function mustNotAccept(answer: Answer, what = 'it'): void {
  if (answer.status >= 400 && answer.status < 500) return;
  throw new CaseFailed(`${what} must be refused (400 to 499), and was answered ${told(answer)}`);
}

/** An answer, for who reads why a case failed. */
export function told({ status, text }: Answer): string {
  return text === '' ? String(status) : `${status}: ${text.slice(0, 200)}`;
}
