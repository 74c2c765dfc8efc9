import { describeContract } from '@countersign/contract/vitest';
import { type Sandbox, startSandbox } from '@countersign/sandbox';
import { expect, test } from 'vitest';

let sandbox: Sandbox | undefined;

describeContract('basic', {
  target: async () => {
    sandbox = await startSandbox({ tlsPort: false });
    return sandbox;
  },
  credentials: () => ({
    request: { method: 'GET', path: '/v1/methods/' },
    account: { id: '30201', secret: sandbox?.accounts.smart2pay[0]?.secrets?.[0] },
  }),
  only: (id) => id.endsWith('right-pair'),
});

test('what was made for the suite is closed after it', async () => {
  await expect(fetch(`${sandbox?.url}/healthz`)).rejects.toThrow();
});
