import { X509Certificate } from 'node:crypto';
import {
  attachmentOf,
  clientCertificate as certificateVerifier,
  revocationCheck,
} from '@countersign/client-certificate';
import { type InboundRequest, memoryDirectory } from '@countersign/core';
import { createAuthority, presented } from '../../test/support/authority.ts';
import { inboundRequest } from '../../test/support/inbound-request.ts';
import { asksAt, httpSource, ocspAnswer } from '../../test/support/ocsp-responder.ts';
import { expecting } from '../measure/expecting.ts';
import type { Contestant, RowMaker } from '../measure/row.ts';

/** What nobody can do without: whose certificate it is, and that it is in date. */
function byHand({ transport }: InboundRequest, pem: string): Contestant {
  const { fingerprint256, validFromDate, validToDate } = new X509Certificate(pem);
  const attached = new Map([[fingerprint256, { from: validFromDate.getTime(), to: validToDate.getTime() }]]);
  return {
    name: 'floor: a Map of fingerprints, dates',
    once() {
      const valid = attached.get(transport.clientCertificate?.leaf.fingerprint256 ?? '');
      const now = Date.now();
      if (!valid || now < valid.from || now > valid.to) throw new Error('the right certificate was refused');
    },
  };
}

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
        byHand(request, client.pem),
        accepting('without revocation', without),
        accepting('with revocation, cached', withRevocation),
      ],
      close: () => responder.close(),
    };
  },
};
