import { type Check, type Clock, memoryDirectory, memoryReplayGuard } from '@countersign/core';
import { placetopay, placetopayDate } from '@countersign/providers';
import { type Arrival, accountOf, jsonAnswer, type MakeProvider } from './capture-provider.ts';
import { verifiedBy } from './verified-by.ts';

/** Half of it would still be accepted everywhere; a client that is this far off soon is not. */
const SOON_TOO_FAR_SECONDS = 60;

/** The `auth` object in the JSON body of every request. */
export const capturePlacetopay: MakeProvider = ({ credentials, clock, digests }) => {
  const site = credentials.pair('account');
  const directory = memoryDirectory([{ ...accountOf(site), ...(digests && { digests }) }]);
  // It guards no money: a client with a slow clock is told so, and not that its seed is from before the start.
  const replay = memoryReplayGuard({ clock, rememberedSince: 0 });
  const checkout = placetopay({ directory, replay, clock });
  const autopay = placetopay({ directory, replay, clock, failureStatus: 400 });
  const nonces = new Set<string>();

  return {
    secrets: new Set([site.secret]),
    async receive(arrival) {
      const { path } = arrival;
      const auth = authOf(arrival);
      const reused = noteNonce(auth.nonce, nonces);
      const verifier = path.startsWith('/autopay/') ? autopay : checkout;
      const received = await verifiedBy(verifier, arrival, () => answerTo(path, clock));
      // What is refused is explained already; the rest shows only from one request to the next, or soon.
      if (received.verdict?.outcome !== 'accepted') return received;
      return { ...received, wrong: [...reused, ...clockOff(auth.seed, clock())] };
    },
  };
};

function answerTo(path: string, clock: Clock) {
  const status = {
    status: 'OK',
    reason: 'PC',
    message: 'La petición se ha procesado correctamente',
    date: placetopayDate(clock()),
  };
  const pending = {
    ...status,
    status: 'PENDING',
    reason: 'PT',
    message: 'La petición se encuentra pendiente',
  };
  const [, requestId] = /^\/api\/session\/(\d+)$/.exec(path) ?? [];
  if (requestId) {
    return jsonAnswer(200, {
      requestId: Number(requestId),
      status: pending,
      request: {},
      payment: [],
      subscription: null,
    });
  }
  if (path === '/api/session') {
    return jsonAnswer(200, { status, requestId: 1, processUrl: 'https://checkout.example/session/1' });
  }
  return jsonAnswer(200, { status });
}

function authOf({ body }: Arrival): { readonly nonce?: unknown; readonly seed?: unknown } {
  const value = body.kind === 'json' ? (body.value as { auth?: unknown } | null) : undefined;
  const auth = typeof value === 'object' ? value?.auth : undefined;
  return typeof auth === 'object' && auth !== null ? auth : {};
}

function noteNonce(nonce: unknown, nonces: Set<string>): Check[] {
  if (typeof nonce !== 'string') return [];
  if (!nonces.has(nonce)) {
    nonces.add(nonce);
    return [];
  }
  return [
    {
      check: 'nonce',
      outcome: 'failed',
      detail: 'was sent in a request before, with another seed',
      hint: 'draw a new nonce for every request: 16 random bytes, from a source made for secrets',
    },
  ];
}

function clockOff(seed: unknown, now: number): Check[] {
  const off = Math.round((Date.parse(String(seed)) - now) / 1000);
  if (!(Math.abs(off) > SOON_TOO_FAR_SECONDS)) return [];
  return [
    {
      check: 'clock',
      outcome: 'failed',
      detail: `the seed is ${Math.abs(off)} s ${off < 0 ? 'behind' : 'ahead of'} the clock here, and 300 s are too many`,
      hint: 'take the seed from the current time when the request is made, and keep the clock of the machine right',
    },
  ];
}
