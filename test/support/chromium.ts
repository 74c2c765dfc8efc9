import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe } from 'vitest';
import { repository } from './running-program.ts';

const installed = ['chromium', 'chromium-browser', 'google-chrome'].find(
  (name) => spawnSync(name, ['--version']).status === 0,
);
if (!installed && process.env.CI === 'true') throw new Error('CI needs a browser: install Debian’s chromium');
if (!installed) console.warn('chromium is not installed: what needs a real browser is NOT TESTED here');

/** `describe` where there is a browser to be started; elsewhere its tests are skipped. Never skipped in CI. */
export const describeWithChromium: typeof describe.skip = installed ? describe : describe.skip;

/** A browser without a window, for the tests of one file. */
export function runningBrowser(): () => Browser {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: spawnSync('which', [installed ?? ''])
        .stdout.toString()
        .trim(),
      args: [
        // In a container, nobody but root is there to run it.
        '--no-sandbox',
        '--disable-dev-shm-usage',
        // A name on the internet that somebody points here.
        '--host-resolver-rules=MAP rebound.example 127.0.0.1',
      ],
    });
  });
  afterAll(async () => {
    await browser?.close();
  });
  return () => {
    if (!browser) throw new Error('the browser starts before the first test');
    return browser;
  };
}

/** Written for people to look at, into `test/screenshots/`. */
export async function screenshot(page: Page, name: string): Promise<void> {
  const folder = join(repository, 'test/screenshots');
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
