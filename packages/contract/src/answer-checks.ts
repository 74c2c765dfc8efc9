import { CaseFailed } from './contract-case.ts';
import { mustNotAccept, told } from './dialect.ts';
import type { Answer } from './request.ts';

/** Longer than any server needs to see that something is too much. */
const LONGEST_MILLISECONDS = 2_000;

/**
 * For what is too long to be looked at: refused in any of the ways there are, and soon.
 * @throws CaseFailed
 */
export function mustRefuseSoon(answer: Answer, what: string): void {
  const { status, milliseconds } = answer;
  if (![400, 401, 413, 431].includes(status)) {
    throw new CaseFailed(`${what} must be refused (400, 401, 413 or 431), and was answered ${told(answer)}`);
  }
  if (milliseconds > LONGEST_MILLISECONDS) {
    throw new CaseFailed(`${what} took ${Math.round(milliseconds)} ms`);
  }
}

/** @throws CaseFailed, without what was sent */
export function mustNotRepeat({ headers, text }: Answer, ...sent: readonly string[]): void {
  const answer = JSON.stringify([Object.entries(headers), text]);
  if (sent.some((one) => answer.includes(one))) throw new CaseFailed('the answer repeats what was sent');
}

/** @throws CaseFailed */
export function mustNotBeCached({ headers }: Answer, what: string): void {
  const said = headers['cache-control']?.join(', ') ?? '';
  if (!/\bno-store\b/i.test(said)) {
    throw new CaseFailed(`${what} must say Cache-Control: no-store, and said «${said}»`);
  }
}

/**
 * For a method that is not the one of the route: refused, or not known to the server at all (RFC 9110, section 15.6.2).
 * @throws CaseFailed
 */
export function mustRefuseMethod(answer: Answer, method: string): void {
  if (answer.status !== 501) mustNotAccept(answer, method);
}
