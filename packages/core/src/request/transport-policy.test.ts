import { expect, test } from 'vitest';
import { inboundRequest } from '../../../../test/support/inbound-request.ts';
import type { Explanation } from '../verdict/explanation.ts';
import { refuseInsecureTransport } from './transport-policy.ts';

test.each([
  { transport: { secure: true, tlsVersion: 'TLSv1.3' }, refused: false, detail: 'over TLSv1.3' },
  { transport: { secure: true, tlsVersion: 'TLSv1.2' }, refused: false, detail: 'over TLSv1.2' },
  { transport: { secure: true, tlsVersion: 'TLSv1.1' }, refused: true, detail: 'over TLSv1.1' },
  { transport: { secure: true, tlsVersion: 'TLSv1' }, refused: true, detail: 'over TLSv1' },
  { transport: { secure: true, tlsVersion: 'SSLv3' }, refused: true, detail: 'over SSLv3' },
  { transport: { secure: true, tlsVersion: 'unknown' }, refused: true, detail: 'over unknown' },
  {
    transport: { secure: true, tlsVersion: undefined },
    refused: false,
    detail: 'over TLS, as a trusted proxy says',
  },
  { transport: { secure: false, tlsVersion: undefined }, refused: true, detail: 'not over TLS' },
  // TLS to a proxy whose client spoke plain HTTP.
  { transport: { secure: false, tlsVersion: 'TLSv1.3' }, refused: true, detail: 'not over TLS' },
])('$transport: refused $refused', ({ transport, refused, detail }) => {
  const explain: Explanation = [];
  const verdict = refuseInsecureTransport(inboundRequest({ transport }), explain);
  expect(verdict).toEqual(refused ? { outcome: 'rejected', reason: 'insecure-transport' } : undefined);
  expect(explain).toEqual([{ check: 'transport', outcome: refused ? 'failed' : 'passed', detail }]);
});
