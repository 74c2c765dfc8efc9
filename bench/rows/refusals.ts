import { basic } from '@countersign/basic';
import { fromNode, hashSecret, memoryDirectory } from '@countersign/core';
import type { Contestant, RowMaker } from '../measure/row.ts';
import { nodeRequest } from '../requests.ts';
import { tokensRefused } from './tokens-refused.ts';

/** What it costs to say no, beside what it costs to say yes. */
export const refusals: RowMaker = {
  id: 'refusals',
  async *rows(size) {
    const secret = 'hJ5RobYx9r7FfNwCvHY9LXHqqr+FEzrc7aJvQQk4Gaz1mg7Ryy';
    const secrets = [await hashSecret(secret, { algorithm: 'sha256' })];
    const verifier = basic({ directory: memoryDirectory([{ id: 'site', secrets }]), realm: 'Bench' });
    const sent = (name: string, authorization: string, expected: string): Contestant => {
      const request = nodeRequest({ Authorization: authorization });
      return {
        name,
        async once() {
          const { outcome } = await verifier.verify(fromNode(request));
          if (outcome !== expected) throw new Error(`${name} was ${outcome}`);
        },
      };
    };
    const pair = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
    yield {
      name: 'Basic, what is refused',
      operations: size === 'full' ? 20_000 : 1_000,
      contestants: [
        sent('accepted', pair(`site:${secret}`), 'accepted'),
        sent('a wrong secret', pair(`site:${secret.toLowerCase()}`), 'rejected'),
        sent('an unknown account', pair(`nobody:${secret}`), 'rejected'),
        sent('a malformed header', 'Basic not base64', 'rejected'),
        sent('a header of 16 KB', pair('x'.repeat(12_000)), 'rejected'),
      ],
    };
    yield tokensRefused(size);
  },
};
