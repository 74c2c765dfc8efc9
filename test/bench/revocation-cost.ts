// What revocation, once it is known, adds to a request:
// node --conditions=@countersign/source test/bench/revocation-cost.ts
import { attachmentOf, clientCertificate, revocationCheck } from '@countersign/client-certificate';
import { memoryDirectory } from '@countersign/core';
import { createAuthority, presented } from '../support/authority.ts';
import { inboundRequest } from '../support/inbound-request.ts';
import { asksAt, httpSource, ocspAnswer } from '../support/ocsp-responder.ts';

const REQUESTS = 50_000;
const ROUNDS = 5;

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
const common = { directory, trustAnchors: authority.root.pem };
const verifiers = {
  without: clientCertificate(common),
  with: clientCertificate({ ...common, revocation: revocationCheck() }),
};

async function microseconds(name: keyof typeof verifiers): Promise<number> {
  const started = performance.now();
  for (let i = 0; i < REQUESTS; i++) {
    const { outcome } = await verifiers[name].verify(request);
    if (outcome !== 'accepted') throw new Error(`${name}: ${outcome}`);
  }
  return ((performance.now() - started) * 1000) / REQUESTS;
}

for (let round = 1; round <= ROUNDS; round++) {
  const without = await microseconds('without');
  const withRevocation = await microseconds('with');
  const added = withRevocation - without;
  console.log(
    `round ${round}: ${without.toFixed(2)} µs without, ${withRevocation.toFixed(2)} µs with revocation (${added.toFixed(2)} µs)`,
  );
}
await responder.close();
