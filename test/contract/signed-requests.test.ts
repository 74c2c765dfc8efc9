import { generateKeyPairSync } from 'node:crypto';
import { sign } from '@countersign/contract';
import { demoAccounts } from '@countersign/sandbox';
import { describe, expect, test } from 'vitest';
import { runningSandbox } from '../support/running-sandbox.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pair = { id: 'Merchant-1', secret: 'merchant-secret' };

const sandbox = runningSandbox({
  tlsPort: false,
  accounts: {
    connectpay: [{ id: pair.id, secrets: [pair.secret], publicKeys: [publicKey] }],
    pledgMerchants: demoAccounts.pledgMerchants,
  },
});

describe('X-Signature at the sandbox', () => {
  async function statusOf(fault?: Parameters<typeof sign.xSignature>[0]['fault']): Promise<number> {
    const url = `${sandbox().url}/merchant/payments`;
    const { init } = sign.xSignature({ url, privateKey, body: '{"amount": 4200}', fault });
    const headers = { ...init.headers, ...sign.basic(pair).headers };
    return (await fetch(url, { ...init, headers })).status;
  }

  test('is accepted', async () => {
    expect(await statusOf()).toBe(200);
  });

  // On plain HTTP the sandbox takes `http://` before the host as well: `with-scheme` is a mistake over TLS alone.
  test.each([
    'pretty-printed-body',
    'other-host',
    'method-in-capitals',
    'wrong-order',
    'without-body',
    'pss',
    'hex',
    'url-safe-alphabet',
  ] as const)('with the mistake %s is refused', async (fault) => {
    expect(await statusOf(fault)).toBe(401);
  });
});

describe('a signed payload at the sandbox', () => {
  async function statusOf(fault?: Parameters<typeof sign.signedPayload>[0]['fault']): Promise<number> {
    const payload = { data: { merchantUid: 'mer_demo', reference: 'ORDER-1', amountCents: 4200 } };
    const signature = sign.signedPayload({ payload, secret: 'pledg-demo-secret', fault });
    return (await fetch(`${sandbox().url}/purchase?signature=${signature}`)).status;
  }

  test('is accepted', async () => {
    expect(await statusOf()).toBe(200);
  });

  test.each([
    'wrong-secret',
    'alg-none',
    'without-signature',
    'other-algorithm',
    'exp-past',
    'altered-after-signing',
    'hex-signature',
  ] as const)('with the mistake %s is refused', async (fault) => {
    expect(await statusOf(fault)).toBe(401);
  });
});
