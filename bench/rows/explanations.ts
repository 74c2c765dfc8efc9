import { memoryDirectory, memoryReplayGuard, type Verifier } from '@countersign/core';
import { usernameToken } from '@countersign/username-token';
import { inboundRequest } from '../../test/support/inbound-request.ts';
import { placetopayAuth } from '../../test/support/placetopay-auth.ts';
import { expecting } from '../measure/expecting.ts';
import type { RowMaker } from '../measure/row.ts';

/** What an explanation costs who asks for it, beside a verification that nobody asks: of it nothing runs then. */
export const explanations: RowMaker = {
  id: 'explanations',
  async *rows(size) {
    const verifier: Verifier = usernameToken({
      directory: memoryDirectory([{ id: 'siteLogin', secrets: ['siteSecretKey'] }]),
      replay: memoryReplayGuard({ rememberedSince: 0 }),
    });
    const request = inboundRequest({ json: { auth: placetopayAuth({ secretKey: 'another' }) } });
    yield {
      name: 'username token, refused',
      operations: size === 'full' ? 5_000 : 200,
      contestants: [
        { name: 'not asked why', once: () => verifier.verify(request), check: expecting('rejected') },
        {
          name: 'asked why',
          once: () => verifier.verify(request, { explain: [] }),
          check: expecting('rejected'),
        },
      ],
    };
  },
};
