import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { absent, type Reason, rejected } from '@countersign/core';
import { describe, expect, test } from 'vitest';
import { authenticationCodeOf } from '../../packages/providers/src/placetopay/authentication-code.ts';
import { call } from '../support/call.ts';
import { repository } from '../support/running-program.ts';
import { runningSandbox } from '../support/running-sandbox.ts';

const sandbox = runningSandbox({ tlsPort: false });
const folder = join(repository, 'packages/sandbox/page');
const files = readdirSync(folder);
const text = (file: string) => readFileSync(join(folder, file), 'utf8');

describe('the inspector is a page', () => {
  test('that may run its own script and style, and nothing else', async () => {
    const { status, headers } = await call(`${sandbox().url}/`);
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    const policy = String(headers['content-security-policy']).split('; ');
    expect(policy).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
      ]),
    );
    expect(policy.join()).not.toContain('unsafe');
  });

  test.each(files)('whose %s is served, and is the same whatever arrived', async (file) => {
    await call(`${sandbox().url}/v1/%3Cscript%3Ealert(1)%3C/script%3E`);
    const answer = await call(`${sandbox().url}/_sandbox/inspector/${file}`);
    expect(answer).toMatchObject({ status: 200, text: text(file) });
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    expect(String(answer.headers['content-type'])).toMatch(
      /^(text\/(html|css|javascript); charset=utf-8|image\/svg\+xml)$/,
    );
  });

  test.each(['nothing.js', '..%2Fpackage.json', '%2e%2e%2fpackage.json', '__proto__', ''])(
    'of these files alone: not %j',
    async (file) => {
      expect((await call(`${sandbox().url}/_sandbox/inspector/${file}`)).status).toBe(404);
    },
  );

  test.each(files)('whose %s asks nobody else for anything, and makes no markup of a text', (file) => {
    expect(text(file)).not.toMatch(/https?:\/\/(?!www\.w3\.org\/2000\/svg)/);
    expect(text(file)).not.toMatch(
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|<style|style=|\son\w+="/,
    );
  });

  test('that holds nothing by itself: another machine may load it, and be told why it stays empty', async () => {
    const headers = { host: 'sandbox.example' };
    expect((await call(`${sandbox().url}/`, { headers })).status).toBe(200);
    expect((await call(`${sandbox().url}/_sandbox/inspector/main.js`, { headers })).status).toBe(200);
    expect((await call(`${sandbox().url}/_sandbox/events`, { headers })).status).toBe(403);
  });

  test('that calls every reason what Placetopay calls it', async () => {
    const words: { PLACETOPAY_CODES: Record<string, number> } = await import(join(folder, 'words.js'));
    const { absent: nothing, ...codes } = words.PLACETOPAY_CODES;
    expect(nothing).toBe(authenticationCodeOf(absent));
    expect(Object.keys(codes).length).toBeGreaterThan(9);
    for (const [reason, code] of Object.entries(codes)) {
      expect(code, reason).toBe(authenticationCodeOf(rejected(reason as Reason)));
    }
  });
});
