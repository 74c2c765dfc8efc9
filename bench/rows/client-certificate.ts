import {
  attachmentOf,
  clientCertificate as certificateVerifier,
  revocationCheck,
} from '@countersign/client-certificate';
import { memoryDirectory } from '@countersign/core';
import { createAuthority, presented } from '../../test/support/authority.ts';
import { inboundRequest } from '../../test/support/inbound-request.ts';
import { asksAt, httpSource, ocspAnswer } from '../../test/support/ocsp-responder.ts';
import { expecting } from '../measure/expecting.ts';
import type { Contestant, RowMaker } from '../measure/row.ts';

/** An attached certificate that was seen before, and what revocation adds to it once its answer is known. */
export const clientCertificate: RowMaker = {
  id: 'client-certificate',
  async *rows(size) {
    const authority = await createAuthority({ commonName: 'Bench CA' });
    const responder = await httpSource();
    responder.answer = (request) =>
      ocspAnswer(request, {
        signer: authority.intermediate,
        thisUpdate: Date.now(),
        nextUpdate: Date.now() + 3_600_000,
      });
    const client = await authority.issueClient({ commonName: 'client', extensions: asksAt(responder.url) });
    const request = inboundRequest({
      transport: { clientCertificate: presented(client, authority.intermediate) },
    });
    const directory = memoryDirectory([{ id: 'partner', certificates: [attachmentOf(client.pem)] }]);
    const options = { directory, trustAnchors: authority.root.pem };
    const without = certificateVerifier(options);
    const withRevocation = certificateVerifier({ ...options, revocation: revocationCheck() });
    const accepting = (name: string, verifier: typeof without): Contestant => ({
      name,
      once: () => verifier.verify(request),
      check: expecting('accepted'),
    });
    yield {
      name: 'client certificate, attached and seen before',
      operations: size === 'full' ? 20_000 : 1_000,
      contestants: [
        accepting('without revocation', without),
        accepting('with revocation, cached', withRevocation),
      ],
      close: () => responder.close(),
    };
  },
};
