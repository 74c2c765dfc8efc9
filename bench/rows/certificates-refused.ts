import { attachmentOf, clientCertificate } from '@countersign/client-certificate';
import { memoryDirectory } from '@countersign/core';
import { createAuthority, presented } from '../../test/support/authority.ts';
import { inboundRequest } from '../../test/support/inbound-request.ts';
import { type Expected, expecting } from '../measure/expecting.ts';
import type { Contestant, Row, Size } from '../measure/row.ts';

/** What it costs to refuse a certificate that was seen before, beside one that is attached. */
export async function certificatesRefused(size: Size): Promise<Row> {
  const [own, another] = [
    await createAuthority({ commonName: 'Bench CA' }),
    await createAuthority({ commonName: 'Another CA' }),
  ];
  const attached = await own.issueClient({ commonName: 'client' });
  const verifier = clientCertificate({
    directory: memoryDirectory([{ id: 'partner', certificates: [attachmentOf(attached.pem)] }]),
    trustAnchors: own.root.pem,
  });
  const sent = (
    name: string,
    certificate: ReturnType<typeof presented> | undefined,
    expected: Expected,
  ): Contestant => {
    const request = inboundRequest({ transport: { clientCertificate: certificate } });
    return { name, once: () => verifier.verify(request), check: expecting(expected) };
  };
  const stranger = await own.issueClient({ commonName: 'stranger' });
  const foreign = await another.issueClient({ commonName: 'client' });
  return {
    name: 'client certificate, what is refused',
    operations: size === 'full' ? 5_000 : 200,
    contestants: [
      sent('accepted, seen before', presented(attached, own.intermediate), 'accepted'),
      sent('one that is nobody’s', presented(stranger, own.intermediate), 'rejected'),
      sent('one of another authority', presented(foreign, another.intermediate), 'rejected'),
      sent('none', undefined, 'absent'),
    ],
  };
}
