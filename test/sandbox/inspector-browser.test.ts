import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { seriousFindings } from '../support/accessibility.ts';
import { basicOf, call, post } from '../support/call.ts';
import { describeWithChromium, runningBrowser, screenshot } from '../support/chromium.ts';
import { placetopayAuth } from '../support/placetopay-auth.ts';
import { runningSandbox } from '../support/running-sandbox.ts';

const shell = promisify(execFile);

describeWithChromium('the inspector in a browser', () => {
  const sandbox = runningSandbox();
  const browser = runningBrowser();
  let page: Page;
  /** What a page complained of: a refused script, an exception. */
  let complaints: string[];

  beforeEach(async () => {
    sandbox().clock.offsetSeconds = 0;
    await call(`${sandbox().url}/_sandbox/requests`, { method: 'DELETE' });
    page = await opened({});
  });

  afterEach(async () => {
    await page.context().close();
    expect(complaints).toEqual([]);
  });

  async function opened(options: NonNullable<Parameters<ReturnType<typeof browser>['newContext']>[0]>) {
    const context = await browser().newContext({
      viewport: { width: 1280, height: 800 },
      permissions: ['clipboard-read', 'clipboard-write'],
      ...options,
    });
    const fresh = await context.newPage();
    complaints = [];
    fresh.on('pageerror', (error) => complaints.push(String(error)));
    fresh.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    await fresh.goto(sandbox().url);
    await fresh.getByText('Live', { exact: true }).waitFor();
    return fresh;
  }

  const rows = () => page.locator('#requests button');
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  const refused = () =>
    call(`${sandbox().url}/v1/methods/`, { headers: { authorization: basicOf('30201', 'wrong') } });

  test('a refused request arrives, says why, and what is copied from it is accepted', async () => {
    const auth = placetopayAuth({ login: 'siteLogin', secretKey: 'siteSecretKey ' });
    expect((await post(`${sandbox().url}/api/session`, { auth })).status).toBe(401);
    await rows().first().click();

    const details = page.locator('#details');
    await details.getByText('Hint').waitFor();
    expect(await details.locator('.hint').textContent()).toMatch(/white space/);
    expect(await details.locator('.checks li').count()).toBeGreaterThan(1);
    await details.getByText('curl -sS').waitFor();
    expect(await details.locator('code').textContent()).toContain('••••');

    await details.getByRole('button', { name: /^Copy/ }).click();
    await page.getByText(/^Copied/).waitFor();
    const { stdout } = await shell('sh', ['-c', await copied()]);
    expect(stdout).toContain('HTTP/1.1 200');
    await expect.poll(() => rows().first().textContent()).toContain('Accepted');
  });

  test('an account that is made inactive is refused with 104', async () => {
    await page.getByRole('link', { name: 'Accounts' }).click();
    await page.getByLabel('Status of siteLegacy').selectOption('inactive');
    await page.getByText('siteLegacy: inactive').waitFor();
    const auth = placetopayAuth({ login: 'siteLegacy' });
    const answer = await post(`${sandbox().url}/api/session`, { auth });
    expect(answer.text).toContain('104');

    await page.getByRole('link', { name: 'Requests', exact: true }).click();
    await expect.poll(() => rows().first().textContent()).toContain('account-inactive');
    await page.getByRole('link', { name: 'Accounts' }).click();
    await page.getByLabel('Status of siteLegacy').selectOption('active');
    await page.getByText('siteLegacy: active').waitFor();
  });

  test.each([
    { width: 1280, height: 800, name: 'desktop' },
    { width: 360, height: 740, name: 'phone' },
  ])('is for everybody, at $width px, in light and in dark', async ({ width, height, name }) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await call(`${sandbox().url}/_sandbox/requests`, { method: 'DELETE' });
      await page.context().close();
      page = await opened({ colorScheme, viewport: { width, height } });
      await page.getByText('Send the first request').waitFor();
      await page.locator('#examples li').first().waitFor();
      const looked = async (state: string) => {
        await screenshot(page, `${state}-${name}-${colorScheme}`);
        expect(await seriousFindings(page), state).toEqual([]);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(overflow, `${state} is wider than the screen`).toBeLessThanOrEqual(0);
      };
      await looked('empty');

      await refused();
      await call(`${sandbox().url}/baas-sca/user-management/partner/users`);
      await call(`${sandbox().url}/api/nowhere`);
      await call(`${sandbox().url}/api/token`, {
        method: 'POST',
        headers: {
          authorization: basicOf('your_key', 'your_secret'),
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: 'grant_type=client_credentials',
      });
      await post(`${sandbox().url}/api/session`, { auth: placetopayAuth() });
      await post(`${sandbox().url}/api/session`, { auth: placetopayAuth({ secretKey: 'siteSecretKey\n' }) });
      await expect.poll(() => rows().count()).toBe(6);
      await looked('list');

      await rows().first().click();
      await page.locator('#details').getByText('curl -sS').waitFor();
      await looked('details');
      await page.keyboard.press('Escape');

      await page.getByRole('link', { name: 'Accounts' }).click();
      await page.getByLabel('Status of siteLogin').waitFor();
      await looked('accounts');
    }
  });
});
