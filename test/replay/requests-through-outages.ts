import { setTimeout } from 'node:timers/promises';
import { post } from '../support/call.ts';
import { placetopayAuth } from '../support/placetopay-auth.ts';

export interface RequestsOptions {
  /** Where a process answers now, one address for each; a process may be gone for a moment. */
  readonly urls: readonly string[];
  readonly seconds: number;
  /** Goes on for as long as the requests do: kills, stops and starts something. */
  readonly troubles: readonly (() => Promise<void>)[];
}

export interface RequestsFindings {
  /** How many of the requests were answered with each status. */
  readonly statuses: Readonly<Record<number, number>>;
  /** Requests whose process was killed while it was at work, or was not there. */
  readonly unanswered: number;
  /** Tokens that were accepted more than once: a double acceptance, each of them. */
  readonly acceptedTwice: number;
  /** 503 without `Retry-After`. */
  readonly withoutRetryAfter: number;
  /** Milliseconds. */
  readonly slowest: number;
}

interface Sent {
  readonly auth: object;
  accepted: number;
}

/** Every token goes to every process twice at the same moment, and those of the last seconds again to one of them. */
export async function requestsThroughOutages(options: RequestsOptions): Promise<RequestsFindings> {
  const { urls, seconds, troubles } = options;
  const statuses: Record<number, number> = {};
  const tokens: Sent[] = [];
  const end = performance.now() + seconds * 1000;
  const goesOn = () => performance.now() < end;
  let unanswered = 0;
  let withoutRetryAfter = 0;
  let slowest = 0;

  async function send(token: Sent, url: string): Promise<void> {
    const started = performance.now();
    const answer = await post(url, { auth: token.auth }).catch(noProcess);
    if (!answer) {
      unanswered += 1;
      return;
    }
    const { status, headers } = answer;
    slowest = Math.max(slowest, performance.now() - started);
    statuses[status] = (statuses[status] ?? 0) + 1;
    if (status === 200) token.accepted += 1;
    if (status === 503 && !headers['retry-after']) withoutRetryAfter += 1;
  }

  async function sendNew(): Promise<void> {
    while (goesOn()) {
      const token = { auth: placetopayAuth(), accepted: 0 };
      tokens.push(token);
      await Promise.all([...urls, ...urls].map((url) => send(token, url)));
    }
  }

  async function sendAgain(): Promise<void> {
    while (goesOn()) {
      const token = anyOf(tokens.slice(-200));
      const url = anyOf(urls);
      if (token && url) await send(token, url);
      else await setTimeout(1);
    }
  }

  async function trouble(make: () => Promise<void>): Promise<void> {
    while (goesOn()) await make();
  }

  await Promise.all([sendNew(), sendNew(), sendAgain(), sendAgain(), ...troubles.map(trouble)]);
  const acceptedTwice = tokens.filter(({ accepted }) => accepted > 1).length;
  return { statuses, unanswered, acceptedTwice, withoutRetryAfter, slowest };
}

/** Nothing listened there, or it ended before it answered. Anything else is not what a killed process looks like. */
function noProcess(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ECONNREFUSED' && error.code !== 'ECONNRESET' && error.code !== 'EPIPE') throw error;
}

export function anyOf<T>(values: readonly T[]): T | undefined {
  return values[Math.floor(Math.random() * values.length)];
}
