import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { call } from '../support/call.ts';
import { runningSandbox } from '../support/running-sandbox.ts';

const sandbox = runningSandbox({ tlsPort: false });

test('the inspector is a page that may run its own script and style, and nothing else', async () => {
  const { status, headers, text } = await call(`${sandbox().url}/`);
  expect(status).toBe(200);
  expect(headers['content-type']).toBe('text/html; charset=utf-8');
  const allowed = (element: string) => {
    const content = new RegExp(`<${element}>(.*?)</${element}>`, 's').exec(text)?.[1] ?? '';
    return `'sha256-${createHash('sha256').update(content).digest('base64')}'`;
  };
  const policy = String(headers['content-security-policy']).split('; ');
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).toContain(`script-src ${allowed('script')}`);
  expect(policy).toContain(`style-src ${allowed('style')}`);
});

test('what others sent is put on the page as text, never as markup', async () => {
  const { text } = await call(`${sandbox().url}/`);
  expect(text).toContain('textContent');
  expect(text).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write/);
  // A path is shown; it is not part of the page that is sent.
  await call(`${sandbox().url}/v1/%3Cscript%3Ealert(1)%3C/script%3E`);
  expect((await call(`${sandbox().url}/`)).text).toBe(text);
});
