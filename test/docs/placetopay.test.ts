import { memoryDirectory, memoryReplayGuard } from '@countersign/core';
import { placetopay } from '@countersign/providers';
import { describe, expect, test } from 'vitest';
import { clock, distinct, documented, now, outcomeOf, type Refused } from '../support/documented-refusals.ts';
import { inboundRequest } from '../support/inbound-request.ts';
import { placetopayAuth, seedAt } from '../support/placetopay-auth.ts';

describe('Placetopay', () => {
  const account = { secrets: ['siteSecretKey'] };
  const directory = memoryDirectory([
    { id: 'site', ...account },
    { id: 'inactive', ...account, status: 'inactive' },
    { id: 'expired', ...account, status: 'expired' },
    { id: 'ended', ...account, status: 'credentials-expired' },
  ]);
  const verifier = placetopay({
    directory,
    replay: memoryReplayGuard({ clock, rememberedSince: now - 1000 }),
    clock,
  });
  const auth = (parts: Parameters<typeof placetopayAuth>[0] = {}) =>
    placetopayAuth({ login: 'site', seed: seedAt(now), ...parts });
  const sent = (value: unknown) => inboundRequest({ json: { auth: value } });
  const used = auth();
  const refused: Refused[] = [
    { reason: 'absent', verifier, request: inboundRequest() },
    { reason: 'account-unknown', verifier, request: sent(auth({ login: 'nobody' })) },
    { reason: 'proof-mismatch', verifier, request: sent(auth({ secretKey: 'other' })) },
    { reason: 'digest-not-allowed', verifier, request: sent(auth({ algorithm: 'sha1' })) },
    { reason: 'seed-outside-window', verifier, request: sent(auth({ seed: seedAt(now - 301_000) })) },
    { reason: 'seed-before-watermark', verifier, request: sent(auth({ seed: seedAt(now - 2000) })) },
    { reason: 'replayed', verifier, request: sent(used) },
    { reason: 'account-inactive', verifier, request: sent(auth({ login: 'inactive' })) },
    { reason: 'account-expired', verifier, request: sent(auth({ login: 'expired' })) },
    { reason: 'credentials-expired', verifier, request: sent(auth({ login: 'ended' })) },
    { reason: 'credentials-malformed', verifier, request: sent({ ...auth(), nonce: '' }) },
  ];

  test('the page is what is answered', async () => {
    expect(await verifier.verify(sent(used))).toEqual({
      outcome: 'accepted',
      principal: { account: 'site' },
    });
    const told = await Promise.all(
      refused.map(async (one) => {
        const { reason, refusal } = await outcomeOf(one);
        expect([reason, refusal.status]).toEqual([one.reason, 401]);
        const message: string = JSON.parse(refusal.body).status.message;
        return { reason, answer: message.replace('Autenticación fallida ', '') };
      }),
    );
    expect(distinct(documented('placetopay', 'code'))).toEqual(distinct(told));
  });
});
