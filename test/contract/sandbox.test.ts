import { runContract } from '@countersign/contract';
import { startSandbox } from '@countersign/sandbox';
import { expect, test } from 'vitest';

test('the sandbox passes', async () => {
  const sandbox = await startSandbox({ tlsPort: false });
  const report = await runContract({
    target: sandbox.url,
    profile: 'basic',
    credentials: {
      request: { method: 'GET', path: '/v1/methods/' },
      account: { id: '30201', secret: 'hJ5RobYx9r7FfNwCvHY9LXHqqr+FEzrc7aJvQQk4Gaz1mg7Ryy' },
    },
  });
  await sandbox.close();
  expect(report.results.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
});
