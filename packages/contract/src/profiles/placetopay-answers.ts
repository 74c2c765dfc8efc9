import type { Dialect, Refused } from '../dialect.ts';
import type { Answer } from '../request.ts';

/**
 * What Placetopay calls a refusal; `undefined` for what is no matter of the token. Written down apart from the table of
 * the kit's own provider, which is tested by it.
 */
export function placetopayCode(refused: Refused): number | undefined {
  switch (refused) {
    case 'absent':
      return 100;
    case 'account-unknown':
      return 101;
    case 'proof-mismatch':
    case 'digest-not-allowed':
      return 102;
    case 'seed-outside-window':
    case 'seed-before-watermark':
    case 'replayed':
      return 103;
    case 'account-inactive':
      return 104;
    case 'account-expired':
      return 105;
    case 'credentials-expired':
      return 106;
    case 'credentials-malformed':
      return 107;
    default:
      return undefined;
  }
}

/**
 * How Placetopay answers over JSON. A code that is not told at all is no case's own matter: the form of errors is that of
 * `answers-without-a-status-object`.
 * @see Placetopay, Authentication (errors)
 */
export const placetopayDialect: Dialect = {
  accepted: [200],
  refusalOf(refused) {
    const code = placetopayCode(refused);
    return {
      statuses: code === undefined ? otherStatuses(refused) : [401],
      flaw: (answer) => (messageOf(answer) === undefined ? undefined : codeFlaw(answer, code)),
    };
  },
};

function otherStatuses(refused: Refused): number[] {
  return [refused === 'body-too-large' ? 413 : 403];
}

/** What is wrong with the `status` object of an error; `undefined` for nothing. */
export function statusObjectFlaw({ status, json }: Answer): string | undefined {
  const found = memberOf(json, 'status');
  if (typeof found !== 'object' || found === null) return 'an error must be JSON with a status object';
  if (memberOf(found, 'status') !== 'FAILED') return 'status.status of an error must be FAILED';
  if (memberOf(found, 'reason') !== status) return `status.reason must be the HTTP status, ${status}`;
  if (typeof memberOf(found, 'message') !== 'string') return 'status.message must be a text';
  const date = memberOf(found, 'date');
  return typeof date === 'string' && !Number.isNaN(Date.parse(date))
    ? undefined
    : 'status.date must be a date';
}

function codeFlaw(answer: Answer, code: number | undefined): string | undefined {
  if (code === undefined) return undefined;
  const message = messageOf(answer);
  return message !== undefined && new RegExp(`\\b${code}\\b`).test(message)
    ? undefined
    : `the message must name the code ${code}, and was «${message}»`;
}

function messageOf({ json }: Answer): string | undefined {
  const message = memberOf(memberOf(json, 'status'), 'message');
  return typeof message === 'string' ? message : undefined;
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
