import { memoryDirectory, memoryReplayGuard } from '@countersign/core';
import { soapUsernameToken, usernameToken } from '@countersign/username-token';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inboundRequest } from './support/inbound-request.ts';
import { movableClock } from './support/movable-clock.ts';
import { placetopayAuth } from './support/placetopay-auth.ts';
import { envelope, SOAP_11, SOAP_12, soapRequest } from './support/soap-envelope.ts';

const seed = '2026-01-02T03:04:05Z';
const clock = movableClock(seed);
const secret = 'ключ <&> "key"';
const directory = memoryDirectory([
  { id: 'site', secrets: [secret], digests: ['sha256', 'sha1'] },
  { id: 'sité <&>', secrets: ['another', secret] },
]);

function verifiers() {
  const replay = memoryReplayGuard({ clock, rememberedSince: 0, capacity: 16 });
  return {
    json: usernameToken({ directory, replay, clock }),
    soap: soapUsernameToken({ directory, replay, clock }),
  };
}

/** Text that XML can hold: what it cannot is refused before there is a token. */
const xmlText = fc
  .string({ unit: 'binary', maxLength: 12 })
  .map((text) => text.replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, ''));

const auth = fc
  .record({
    login: fc.oneof(fc.constantFrom('site', 'sité <&>'), xmlText),
    secretKey: fc.constantFrom(secret, 'another', 'wrong'),
    nonce: fc.uint8Array({ minLength: 1, maxLength: 20 }),
    seed: fc.oneof(
      fc.constantFrom(
        seed,
        '2026-01-01T22:04-0500',
        '2026-01-02T03:04:05.115539+00:00',
        '2026-01-02T04:04:05Z',
      ),
      xmlText,
    ),
    algorithm: fc.constantFrom('sha256' as const, 'sha1' as const),
    replaced: fc.option(fc.tuple(fc.constantFrom('tranKey', 'nonce', 'seed'), xmlText), { nil: undefined }),
  })
  .map(({ replaced, ...parts }) => ({
    ...placetopayAuth(parts),
    ...(replaced && { [replaced[0]]: replaced[1] }),
  }));

test('whatever an auth holds, SOAP judges it as JSON does, and one use in either is the only one', async () => {
  const outcomes = new Set<string>();
  const versions = fc.constantFrom(SOAP_11, SOAP_12);
  await fc.assert(
    fc.asyncProperty(auth, versions, async (sent, namespace) => {
      const overJson = inboundRequest({ json: { auth: sent } });
      const overSoap = () => soapRequest(envelope({ auth: escaped(sent), namespace }));
      const first = verifiers();
      const verdict = await first.json.verify(overJson);
      expect(await verifiers().soap.verify(overSoap())).toEqual(verdict);
      outcomes.add(verdict.outcome === 'rejected' ? verdict.reason : verdict.outcome);
      if (verdict.outcome === 'accepted') {
        expect(await first.soap.verify(overSoap())).toMatchObject({ reason: 'replayed' });
      }
    }),
    { numRuns: 1000 },
  );
  expect([...outcomes].sort()).toEqual([
    'accepted',
    'account-unknown',
    'credentials-malformed',
    'digest-not-allowed',
    'proof-mismatch',
    'seed-outside-window',
  ]);
});

/** Each part with everything but letters and digits as references. */
function escaped(sent: ReturnType<typeof placetopayAuth>) {
  const reference = (text: string) => text.replace(/[^A-Za-z0-9]/gu, (one) => `&#${one.codePointAt(0)};`);
  const { login, tranKey, nonce, seed: created } = sent;
  return {
    login: reference(login),
    tranKey: reference(tranKey),
    nonce: reference(nonce),
    seed: reference(created),
  };
}
