import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const oneRequest = fileURLToPath(new URL('one-request.ts', import.meta.url));

/** What a process says of one authenticated request, where Node tells of deprecated calls in dependencies too. */
async function authenticatedBy(strategy: string) {
  const args = ['--pending-deprecation', '--conditions=@countersign/source', oneRequest, strategy];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args);
  return { status: stdout.trim(), warnsOfBuffer: /DEP0005.*Buffer\(\) is deprecated/.test(stderr) };
}

test.each([
  { strategy: 'passport-http', warnsOfBuffer: true },
  { strategy: 'countersign', warnsOfBuffer: false },
])('$strategy lets the request through, warning of Buffer(): $warnsOfBuffer', async (row) => {
  expect(await authenticatedBy(row.strategy)).toEqual({ status: '200', warnsOfBuffer: row.warnsOfBuffer });
});
