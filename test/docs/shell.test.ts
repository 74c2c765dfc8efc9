import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { post } from '../support/call.ts';
import { blocksOf } from '../support/document.ts';
import { placetopayAuth } from '../support/placetopay-auth.ts';
import { runningSandbox } from '../support/running-sandbox.ts';

const shell = promisify(execFile);
const sandbox = runningSandbox({ tlsPort: false });

test('the README opens with the two commands', () => {
  expect(blocksOf('README.md', 'sh')[0]).toMatch(/^npm start .*\nnpm test .*\n$/);
});

test('the control lines of the README change the sandbox while it runs', async () => {
  const [, lines = ''] = blocksOf('README.md', 'sh');
  const commands = lines
    .replaceAll('http://127.0.0.1:4010', sandbox().url)
    .replaceAll(/\\\n/g, '')
    .trim()
    .split('\n');
  const answers: unknown[] = [];
  const session = async () => (await post(`${sandbox().url}/api/session`, { auth: placetopayAuth() })).json;
  for (const command of commands) {
    const { stdout } = await shell('sh', ['-c', `${command} -s`]);
    answers.push(JSON.parse(stdout), await session());
  }
  expect(answers).toEqual([
    { provider: 'placetopay', id: 'siteLogin', status: 'inactive' },
    expect.objectContaining({ status: expect.objectContaining({ message: 'Autenticación fallida 104' }) }),
    expect.objectContaining({ offsetSeconds: 301 }),
    expect.objectContaining({ status: expect.objectContaining({ message: 'Autenticación fallida 103' }) }),
    [expect.objectContaining({ outcome: 'rejected' }), expect.objectContaining({ outcome: 'rejected' })],
    expect.anything(),
  ]);
});
