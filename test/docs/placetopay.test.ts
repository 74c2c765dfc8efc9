import { memoryDirectory, memoryReplayGuard } from '@countersign/core';
import { placetopay } from '@countersign/providers';
import { describe, expect, test } from 'vitest';
import { blocksOf } from '../support/document.ts';
import { clock, distinct, documented, now, outcomeOf, type Refused } from '../support/documented-refusals.ts';
import { inboundRequest } from '../support/inbound-request.ts';
import { placetopayAuth, seedAt } from '../support/placetopay-auth.ts';
import { envelope, soapRequest } from '../support/soap-envelope.ts';

type Auth = ReturnType<typeof placetopayAuth>;

describe.each([
  {
    form: 'JSON',
    provider: placetopay,
    sent: (auth: Auth) => inboundRequest({ json: { auth } }),
    status: 401,
    code: /"Autenticación fallida (\d+)"/,
  },
  {
    form: 'SOAP',
    provider: placetopay.soap,
    sent: (auth: Auth) => soapRequest(envelope({ auth })),
    status: 500,
    code: />Authentication Failed (\d+)</,
  },
])('Placetopay, $form', ({ provider, sent, status, code }) => {
  const account = { secrets: ['siteSecretKey'] };
  const directory = memoryDirectory([
    { id: 'site', ...account },
    { id: 'inactive', ...account, status: 'inactive' },
    { id: 'expired', ...account, status: 'expired' },
    { id: 'ended', ...account, status: 'credentials-expired' },
  ]);
  const replay = memoryReplayGuard({ clock, rememberedSince: now - 1000 });
  const verifier = provider({ directory, replay, clock });
  const auth = (parts: Parameters<typeof placetopayAuth>[0] = {}) =>
    placetopayAuth({ login: 'site', seed: seedAt(now), ...parts });
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
        expect([reason, refusal.status]).toEqual([one.reason, status]);
        return { reason, answer: code.exec(refusal.body)?.[1] ?? '' };
      }),
    );
    expect(distinct(documented('placetopay', 'code'))).toEqual(distinct(told));
  });
});

test('the message of the page is one that is accepted', async () => {
  const [message = ''] = blocksOf('docs/providers/placetopay.md', 'xml');
  const verifier = placetopay.soap({
    directory: memoryDirectory([{ id: 'siteLogin', secrets: ['not-a-real-key'] }]),
    replay: memoryReplayGuard({ clock, rememberedSince: 0 }),
    clock,
  });
  expect(await verifier.verify(soapRequest(message))).toMatchObject({ outcome: 'accepted' });
});
