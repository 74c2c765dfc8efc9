import type {
  Account,
  Answer,
  Check,
  Clock,
  DigestAlgorithm,
  Explanation,
  InboundBody,
  InboundRequest,
  Verdict,
  Verifier,
} from '@countersign/core';
import type { Credentials } from '../profiles/credentials.ts';
import type { Pair } from '../sign/pair.ts';

/** A request that came to a capture, with all that a provider needs to look at it. */
export interface Arrival {
  readonly request: InboundRequest;
  /** Without its query. */
  readonly path: string;
  readonly body: InboundBody;
  readonly explanation: Explanation;
}

/** What a provider makes of a request. */
export interface Received {
  /** Who verified it: refuses in the provider's own form. */
  readonly verifier: Verifier;
  /** Absent where no credential was asked for. */
  readonly verdict?: Verdict | undefined;
  readonly answer: Answer;
  /** What is wrong beside the verdict. */
  readonly wrong: readonly Check[];
}

/** A provider as a client meets it: the kit's own verifiers, and answers in its form. */
export interface CaptureProvider {
  /** What no URL may hold. Those that are issued meanwhile join them. */
  readonly secrets: Set<string>;
  receive(arrival: Arrival): Promise<Received>;
}

export interface CaptureProviderOptions {
  readonly credentials: Credentials;
  readonly clock: Clock;
  readonly digests: readonly DigestAlgorithm[] | undefined;
}

export type MakeProvider = (options: CaptureProviderOptions) => CaptureProvider;

export function accountOf({ id, secret }: Pair): Account {
  return { id, secrets: [secret] };
}

/** The secret, and the pair as Basic writes it. */
export function secretsOf({ id, secret }: Pair): string[] {
  return [secret, Buffer.from(`${id}:${secret}`).toString('base64')];
}

export function jsonAnswer(status: number, value: unknown): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
    body: value === undefined ? '' : JSON.stringify(value),
  };
}

/** A body that is there must be JSON, and say so. */
export function notJson({ body, request }: Arrival): Check[] {
  if (body.kind === 'json' || body.kind === 'absent') return [];
  const sent = request.headers.all('content-type').join(', ');
  const broken = body.kind === 'malformed' || body.kind === 'too-large';
  return [
    {
      check: 'content type',
      outcome: 'failed',
      detail: broken ? 'the body is not what its content type says' : 'the body is not JSON',
      hint: `send JSON, with Content-Type: application/json${sent === '' ? ': there was none' : ''}`,
    },
  ];
}
