import { type InboundRequest, memoryDirectory } from '@countersign/core';
import { smart2pay } from '@countersign/providers';
import { describe, expect, test } from 'vitest';
import { basicRequest, clock, distinct, documented, now, outcomeOf } from '../support/documented-refusals.ts';
import { inboundRequest } from '../support/inbound-request.ts';

describe('Smart2Pay', () => {
  const directory = memoryDirectory([
    { id: '1', secrets: ['key', { value: 'old', notAfter: now }], addresses: ['198.51.100.0/24'] },
    { id: '2', secrets: ['key'], status: 'inactive' },
    { id: '3', secrets: ['key'], status: 'expired' },
  ]);
  const verifier = smart2pay({ directory, clock, requireTls: true });
  const transport = { secure: false, tlsVersion: undefined };
  const requests: Record<string, InboundRequest> = {
    absent: inboundRequest(),
    'credentials-malformed': basicRequest('3.3e1', 'key'),
    'account-unknown': basicRequest('9', 'key'),
    'proof-mismatch': basicRequest('1', 'other'),
    'account-inactive': basicRequest('2', 'key'),
    'account-expired': basicRequest('3', 'key'),
    'credentials-expired': basicRequest('1', 'old'),
    'address-not-allowed': basicRequest('1', 'key', { peerAddress: '203.0.113.7' }),
    'insecure-transport': basicRequest('1', 'key', { transport }),
  };

  test('the page is what is answered', async () => {
    const told = await Promise.all(
      Object.entries(requests).map(async ([wanted, request]) => {
        const { reason, refusal } = await outcomeOf({ reason: wanted, verifier, request });
        expect(reason).toBe(wanted);
        expect(JSON.parse(refusal.body)).toEqual({ Message: expect.any(String) });
        const challenge = ['Basic realm="Smart2Pay", charset="UTF-8"'];
        expect(refusal.headers['www-authenticate']).toEqual(refusal.status === 401 ? challenge : undefined);
        return { reason, answer: String(refusal.status) };
      }),
    );
    expect(distinct(documented('smart2pay', 'status'))).toEqual(distinct(told));
  });

  test('what a stranger may cause is the same bytes', async () => {
    const strangers = ['absent', 'credentials-malformed', 'account-unknown', 'proof-mismatch'];
    const bodies = await Promise.all(
      strangers.map(async (reason) => {
        const request = requests[reason] ?? inboundRequest();
        return (await outcomeOf({ reason, verifier, request })).refusal.body;
      }),
    );
    expect(new Set(bodies).size).toBe(1);
  });
});
