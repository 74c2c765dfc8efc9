import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { startSandbox } from '@countersign/sandbox';
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
  const copied = () => page.evaluate<string>('navigator.clipboard.readText()');
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
    await expect.poll(() => rows().first().textContent()).toContain('104 account-inactive');
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
        const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
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

  test('what others sent is text: nothing of it runs, nothing of it becomes an element', async () => {
    const hostile = '"><img src=x onerror=globalThis.ran=1><script>globalThis.ran=1</script>';
    await call(sandbox().url, { path: `/v1/${hostile.replaceAll(' ', '%20')}` });
    await call(`${sandbox().url}/v1/methods/`, { headers: { authorization: basicOf(hostile, hostile) } });
    await call(`${sandbox().url}/v1/methods/`, { headers: { authorization: hostile } });
    await post(`${sandbox().url}/api/session`, { auth: placetopayAuth({ login: hostile, seed: hostile }) });
    await call(
      `${sandbox().url}/_sandbox/mirror/javascript:globalThis.ran=1//${encodeURIComponent(hostile)}`,
    );
    await expect.poll(() => rows().count()).toBe(5);
    for (let index = 0; index < 5; index += 1) {
      await rows().nth(index).click();
      await page.locator('#details h3').last().waitFor();
      await page.keyboard.press('Escape');
    }
    expect(await rows().nth(4).textContent()).toContain('<script>');
    expect(await page.locator('main img, main script').count()).toBe(0);
    expect(await page.evaluate('globalThis.ran')).toBeUndefined();
  });

  test('the policy lets no markup be made of a text, and no script be added', async () => {
    const thrown = await page.evaluate(`
      try { document.body.innerHTML = '<p>'; 'made markup' } catch (error) { error.name }
    `);
    expect(thrown).toBe('TypeError');
    const inline = page.evaluate(`
      const script = document.createElement('script');
      script.src = 'data:text/javascript,globalThis.ran=1';
    `);
    await expect(inline).rejects.toThrow(/Trusted/);
    complaints = [];
  });

  test('is used by keyboard alone: rows, filters, details and back', async () => {
    for (const path of ['/v1/methods/', '/v1/payments/', '/baas-sca/user-management/partner/users']) {
      await call(sandbox().url + path);
    }
    await expect.poll(() => rows().count()).toBe(3);
    const focused = () => page.evaluate<string>('document.activeElement.textContent');
    await page.getByRole('button', { name: 'Clear' }).focus();
    await page.keyboard.press('Tab');
    expect(await focused()).toContain('partner/users');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await focused()).toContain('/v1/methods/');
    await page.keyboard.press('Home');
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowUp');
    expect(await focused()).toContain('/v1/payments/');
    await page.keyboard.press('Enter');
    await page.locator('#details').getByText('curl -sS').waitFor();
    expect(await focused()).toBe('GET /v1/payments/');
    await page.keyboard.press('Escape');
    expect(await focused()).toContain('/v1/payments/');
    expect(await page.locator('#details').isVisible()).toBe(false);

    await page.getByLabel('Provider').selectOption('connectpay');
    expect(await page.locator('#requests li:visible').count()).toBe(1);
    await page.getByLabel('Verdict').selectOption('accepted');
    await page.getByText('No request matches the filter.').waitFor();
    await page.getByLabel('Provider').selectOption('');
    await call(`${sandbox().url}/v1/methods/`);
    await expect.poll(() => rows().count()).toBe(4);
    expect(await page.locator('#requests li:visible').count()).toBe(0);
  });

  test('asks nobody but the sandbox for anything', async () => {
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.reload();
    await refused();
    await rows().first().click();
    await page.getByRole('link', { name: 'Accounts' }).click();
    await page.getByLabel('Status of siteLogin').waitFor();
    expect(asked.length).toBeGreaterThan(15);
    expect(asked.filter((url) => !url.startsWith(`${sandbox().url}/`))).toEqual([]);
  });

  test('under a name that was pointed here, the page is shown and learns nothing', async () => {
    await refused();
    await page.goto(sandbox().url.replace('127.0.0.1', 'rebound.example'));
    await page.getByText('Only for the machine that the sandbox runs on').waitFor();
    expect(await rows().count()).toBe(0);
    expect(await page.locator('#examples li').count()).toBe(0);
    // Two refusals in the browser's console, and nothing else.
    expect(complaints.every((complaint) => complaint.includes('403'))).toBe(true);
    complaints = [];
  });

  test('finds its way back to a sandbox that was started again', async () => {
    const first = await startSandbox({ tlsPort: false });
    const port = Number(new URL(first.url).port);
    await call(`${first.url}/v1/methods`);
    await page.goto(first.url);
    await expect.poll(() => rows().count()).toBe(1);
    await rows().first().focus();
    await first.close();
    await page.getByText('Connecting').waitFor();
    const second = await startSandbox({ tlsPort: false, port });
    try {
      await page.getByText('Live', { exact: true }).waitFor();
      await page.getByText('Send the first request').waitFor();
      await call(`${second.url}/v1/payments`);
      await expect.poll(() => rows().first().textContent()).toContain('/v1/payments');
    } finally {
      await page.goto('about:blank');
      await second.close();
      complaints = [];
    }
  });

  test('a page that nobody looks at leaves the connection to others, and is up to date when it is looked at', async () => {
    const visibility = (state: string) =>
      page.evaluate(`
        Object.defineProperty(document, 'hidden', { value: ${state === 'hidden'}, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      `);
    await refused();
    await expect.poll(() => rows().count()).toBe(1);
    await rows().first().click();
    await visibility('hidden');
    await call(`${sandbox().url}/v1/payments`);
    await visibility('visible');
    await expect.poll(() => rows().count()).toBe(2);
    // What was open still is.
    expect(await rows().nth(1).getAttribute('aria-expanded')).toBe('true');
    expect(await page.locator('#details').isVisible()).toBe(true);
  });

  test('secrets show when they are asked for, and are hidden again', async () => {
    await refused();
    await rows().first().click();
    const code = page.locator('#details code');
    await expect.poll(() => code.textContent()).toContain('30201:••••');
    await page.getByLabel('Show secrets').check();
    await expect.poll(() => code.textContent()).toContain('30201:hJ5R');
    await page.getByLabel('Python').check();
    await expect.poll(() => code.textContent()).toContain('import urllib.request');
    await page.getByLabel('Show secrets').uncheck();
    await expect.poll(() => code.textContent()).toContain('••••');
    await page.reload();
    expect(await page.getByLabel('Show secrets').isChecked()).toBe(false);
  });

  test('a secret is rotated, a token and a certificate are revoked, the clock is moved', async () => {
    await page.getByRole('link', { name: 'Accounts' }).click();
    await page.getByRole('button', { name: 'New secret for OtherApp' }).click();
    await page.getByRole('button', { name: 'Copy new secret of OtherApp' }).click();
    await page.getByText('Copied the new secret of OtherApp').waitFor();
    const secret = await copied();
    const users = () =>
      call(`${sandbox().url}/baas-sca/user-management/partner/users`, {
        headers: { 'x-connectpay-api-key': basicOf('OtherApp', secret) },
      });
    expect((await users()).status).toBe(200);

    await call(`${sandbox().url}/api/token`, {
      method: 'POST',
      headers: {
        authorization: basicOf('your_key', 'your_secret'),
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: 'grant_type=client_credentials',
    });
    await page.getByRole('link', { name: 'Requests', exact: true }).click();
    await page.getByRole('link', { name: 'Accounts' }).click();
    await page
      .getByRole('button', { name: /^Revoke Pledg token of your_key/ })
      .first()
      .click();
    await page.getByText(/^Revoked the Pledg token/).waitFor();

    await page.getByRole('button', { name: 'Revoke certificate other' }).click();
    await page.getByRole('button', { name: 'Restore certificate other' }).click();
    await page.getByRole('button', { name: 'Revoke certificate other' }).waitFor();

    await page.getByRole('button', { name: '+301 s' }).click();
    await page.getByText('The clock is off by 301 s').waitFor();
    expect(sandbox().clock.offsetSeconds).toBe(301);
    await page.getByLabel('Offset in seconds').fill('-7');
    await page.getByRole('button', { name: 'Set' }).click();
    await expect.poll(() => sandbox().clock.offsetSeconds).toBe(-7);
  });

  test('a thousand requests stay smooth', async () => {
    for (let sent = 0; sent < 1000; sent += 100) {
      await Promise.all(Array.from({ length: 100 }, () => call(`${sandbox().url}/v1/methods`)));
    }
    await expect.poll(() => rows().count(), { timeout: 30_000 }).toBe(1000);
    await Promise.all(Array.from({ length: 30 }, () => call(`${sandbox().url}/v1/payments`)));
    await expect.poll(() => rows().first().textContent()).toContain('/v1/payments');
    expect(await rows().count()).toBe(1000);

    // From top to bottom, frame by frame: the longest frame is one that nobody would call a hang.
    const frames = await page.evaluate<number[]>(`(async () => {
      const pane = document.querySelector('.list-pane');
      const times = [];
      let last = performance.now();
      for (let step = 0; step < 60; step += 1) {
        pane.scrollTop = (pane.scrollHeight / 60) * step;
        await new Promise(requestAnimationFrame);
        times.push(performance.now() - last);
        last = performance.now();
      }
      return times;
    })()`);
    frames.sort((a, b) => a - b);
    expect(frames[30]).toBeLessThan(50);
    expect(frames[58]).toBeLessThan(400);
  });
});
