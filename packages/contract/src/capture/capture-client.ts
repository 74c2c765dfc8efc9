import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  absent,
  type Check,
  type Clock,
  type DigestAlgorithm,
  type Explanation,
  fromNode,
  type Reason,
  refusalOf,
  sendAnswer,
  unavailable,
  type Verdict,
} from '@countersign/core';
import { listenOnLoopback, stopServer } from '../loopback.ts';
import { type CredentialsReader, credentialsReader } from '../profiles/credentials.ts';
import type { MakeProvider, Received } from './capture-provider.ts';
import { clientFailed, clientFindings } from './client-findings.ts';
import { captureConnectpay } from './connectpay.ts';
import { capturePlacetopay } from './placetopay.ts';
import { capturePledg } from './pledg.ts';
import { resentTokens } from './resent-tokens.ts';
import { secretInUrl } from './secret-in-url.ts';
import { captureSmart2pay } from './smart2pay.ts';

const providers = {
  smart2pay: captureSmart2pay,
  connectpay: captureConnectpay,
  pledg: capturePledg,
  placetopay: capturePlacetopay,
} as const satisfies Readonly<Record<string, MakeProvider>>;

export type CaptureName = keyof typeof providers;

/** How a request is answered that would have been accepted: 503 with `Retry-After`, 401 in the provider's form. */
export type FirstAnswer = 401 | 503;

export interface CaptureOptions {
  /** `{ "account": { "id": "…", "secret": "…" } }`: what the client under test is given. Pledg: `dashboard` too. */
  readonly credentials: unknown;
  /**
   * What the first requests are answered, one each, whatever is in them: `[503]` to see a client try again. After a 503
   * it must, with credentials that are made anew where they are good for one use.
   */
  readonly answerFirst?: readonly FirstAnswer[] | undefined;
  /** Placetopay: the digests that the account allows. Default SHA-256 alone. */
  readonly digests?: readonly DigestAlgorithm[] | undefined;
  readonly clock?: Clock | undefined;
}

/** One request of the client. No credential is in it. */
export interface CapturedRequest {
  readonly method: string;
  /** Without its query. */
  readonly path: string;
  /** What it was answered with. */
  readonly status: number;
  /** `none` where no credential was asked for. */
  readonly outcome: Verdict['outcome'] | 'none';
  readonly reason?: Reason;
  /** Every check, those that passed included, as the sandbox shows them. */
  readonly checks: readonly Check[];
}

export interface Capture extends AsyncDisposable {
  /** What the client under test is pointed at. */
  readonly url: string;
  /** In the order in which they came. */
  requests(): readonly CapturedRequest[];
  /** @throws ClientFailed with the checks and hints of every request that is wrong, or where none came */
  check(): void;
  close(): Promise<void>;
}

/**
 * A server on loopback that answers a client under test as the provider does, and looks at what it sends: whether it is
 * valid, whether nonces are new, whether it is JSON where it must be, how far its clock is off, whether a secret is in
 * a URL, and what it does when it is told to come again.
 *
 * @throws TypeError for a provider that there is not or an option that cannot be used, CredentialsError naming every
 * field that is missing
 */
export async function captureClient(provider: CaptureName, options: CaptureOptions): Promise<Capture> {
  const { answerFirst = [], clock = Date.now, digests } = options;
  if (!Object.hasOwn(providers, provider)) {
    throw new TypeError(
      `there is no client of «${provider}» to capture: it is one of ${Object.keys(providers).join(', ')}`,
    );
  }
  if (!Array.isArray(answerFirst) || !answerFirst.every((status) => status === 401 || status === 503)) {
    throw new TypeError('answerFirst must be a list of the statuses 401 and 503, such as [503]');
  }
  const credentials = credentialsReader(options.credentials);
  checkCredentials(credentials);
  const made = providers[provider]({ credentials, clock, digests });
  const captured: CapturedRequest[] = [];
  const tokens = resentTokens();
  let arrived = 0;

  async function answer(place: number, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const { answered, seen } = await look(place, incoming);
      captured[place] = seen;
      sendAnswer(response, answered);
    } catch (error) {
      captured[place] = broken(incoming, error);
      response.destroy();
    }
  }

  async function look(place: number, incoming: IncomingMessage) {
    const request = fromNode(incoming);
    const path = request.target.split('?', 1)[0] ?? '';
    const explanation: Explanation = [];
    const body = await request.body();
    const received = await made.receive({ request, path, body, explanation });
    const told = answerFirst[place];
    const leaked = secretInUrl(request.target, made.secrets);
    const wrong = [...leaked, ...tokens.sentAgain(request), ...received.wrong];
    if (told === 401) tokens.refused(request);
    const refusal =
      told && refusalOf(received.verifier, told === 503 ? unavailable(undefined) : absent, request);
    const answered = refusal ?? received.answer;
    const seen: CapturedRequest = {
      method: request.method,
      path: leaked.length > 0 ? '…' : path,
      status: answered.status,
      ...outcomeOf(received),
      checks: [...explanation, ...wrong],
    };
    return { answered, seen };
  }

  const server = createServer((incoming, response) => void answer(arrived++, incoming, response));
  await listenOnLoopback(server);

  const requests = () => captured.filter((one) => one !== undefined);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    check() {
      const findings = clientFindings(requests(), answerFirst);
      if (findings.length > 0) throw clientFailed(provider, findings);
    },
    close: () => stopServer(server),
    [Symbol.asyncDispose]: () => stopServer(server),
  };
}

/** What is missing is told before it is made an account of. */
function checkCredentials(credentials: CredentialsReader): void {
  credentials.pair('account');
  credentials.optionalPair('dashboard');
  credentials.check();
}

/** A mistake in here is none of the client's, and is not passed over. */
function broken({ method = '' }: IncomingMessage, error: unknown): CapturedRequest {
  const detail = `the capture itself failed: ${error instanceof Error ? error.message : String(error)}`;
  return {
    method,
    path: '…',
    status: 0,
    outcome: 'none',
    checks: [{ check: 'capture', outcome: 'failed', detail }],
  };
}

function outcomeOf({ verdict }: Received): Pick<CapturedRequest, 'outcome' | 'reason'> {
  if (!verdict) return { outcome: 'none' };
  return verdict.outcome === 'rejected'
    ? { outcome: 'rejected', reason: verdict.reason }
    : { outcome: verdict.outcome };
}
