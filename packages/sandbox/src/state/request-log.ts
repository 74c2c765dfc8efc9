import type { Check, Clock, Explanation, Reason, Verdict } from '@countersign/core';
import type { Request, RequestHandler } from 'express';
import { type Newest, newestWithin } from './newest-within.ts';

/** One request that the sandbox received, with what was made of it. No credential is in it. */
export interface LoggedRequest {
  readonly id: number;
  /** ISO 8601, by the sandbox's clock. */
  readonly at: string;
  readonly provider: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** `none` where no credential was asked for: a route that does not exist, say. */
  readonly outcome: Verdict['outcome'] | 'none';
  readonly reason?: Reason;
  readonly account?: string;
  readonly checks: readonly Check[];
}

const LIMITS = { entries: 1000, bytes: 4 * 1024 * 1024 };
const PATH_LIMIT = 200;
/** Characters of one text that a client may have had a part in, and checks of one request. */
const TEXT_LIMIT = 500;
const CHECKS_LIMIT = 50;

interface Observation {
  readonly verdict: Verdict;
  readonly explanation: Explanation;
}

export interface RequestLog extends Pick<Newest<LoggedRequest>, 'entries' | 'find' | 'clear' | 'subscribe'> {
  /** Records every request that passes, once it is answered: as of the last provider that it came to. */
  readonly record: (provider: string) => RequestHandler;
  /** What a guard hands over: goes into the record of its request. */
  readonly observe: (observation: Observation, request: Request) => void;
}

/** The last 1,000 requests, or as many of them as fit in 4 MiB. */
export function requestLog(clock: Clock): RequestLog {
  const observations = new WeakMap<Request, Observation>();
  const providers = new WeakMap<Request, string>();
  const { add, ...newest } = newestWithin<LoggedRequest>(LIMITS);
  let lastId = 0;

  function log(request: Request, status: number): void {
    const observation = observations.get(request);
    lastId += 1;
    add({
      id: lastId,
      at: new Date(clock()).toISOString(),
      provider: providers.get(request) ?? '',
      method: request.method,
      path: maskedPath(request.originalUrl),
      status,
      ...outcomeOf(observation?.verdict),
      checks: (observation?.explanation ?? []).slice(0, CHECKS_LIMIT).map(boundedCheck),
    });
  }

  return {
    ...newest,
    record: (provider) => (request, response, next) => {
      if (!providers.has(request)) response.once('close', () => log(request, response.statusCode));
      providers.set(request, provider);
      next();
    },
    observe: (observation, request) => void observations.set(request, observation),
  };
}

function boundedCheck({ check, outcome, detail, hint }: Check): Check {
  return {
    check,
    outcome,
    ...(detail !== undefined && { detail: bounded(detail) }),
    ...(hint !== undefined && { hint: bounded(hint) }),
  };
}

function bounded(text: string): string {
  return text.length > TEXT_LIMIT ? `${text.slice(0, TEXT_LIMIT - 1)}…` : text;
}

function outcomeOf(verdict: Verdict | undefined): Pick<LoggedRequest, 'outcome' | 'reason' | 'account'> {
  switch (verdict?.outcome) {
    case undefined:
      return { outcome: 'none' };
    case 'accepted':
      return { outcome: 'accepted', account: bounded(verdict.principal.account) };
    case 'rejected':
      return {
        outcome: 'rejected',
        reason: verdict.reason,
        ...(verdict.account !== undefined && { account: bounded(verdict.account) }),
      };
    case 'absent':
    case 'unavailable':
      return { outcome: verdict.outcome };
  }
}

/** A target can hold a password before its host, and signed parameters or, by mistake, a secret after its path. */
function maskedPath(target: string): string {
  const [path = '', query] = withoutHost(target).split(/[?#]/, 2);
  const masked = query?.split('&').map(maskedParameter).join('&');
  return (masked === undefined ? path : `${path}?${masked}`).slice(0, PATH_LIMIT);
}

/** As a proxy is asked, with scheme and host (RFC 9112, section 3.2.2): of those, nothing is kept. */
function withoutHost(target: string): string {
  return target.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '');
}

/** Names are kept. What has no value, or none but the padding of base64, may be a secret itself. */
function maskedParameter(parameter: string): string {
  const [name = '', value] = parameter.split('=', 2);
  return name && value ? `${name}=…` : '…';
}
