import { startSandbox } from '@countersign/sandbox';
import { describe, expect, test, vi } from 'vitest';
import { call } from '../support/call.ts';
import { listenTo } from '../support/event-source.ts';
import { runningSandbox } from '../support/running-sandbox.ts';

const sandbox = runningSandbox({ tlsPort: false });
const events = () => `${sandbox().url}/_sandbox/events`;
const json = { 'content-type': 'application/json' };

describe('the events', () => {
  test('start with what is there, then tell what arrives, and that it was cleared', async () => {
    await call(`${sandbox().url}/v1/methods`);
    const listening = await listenTo(events());
    expect(listening.response.headers['content-type']).toBe('text/event-stream');
    expect(listening.response.headers['cache-control']).toBe('no-store');
    expect(await listening.next()).toEqual({ event: 'snapshot', data: sandbox().requests() });

    await call(`${sandbox().url}/v1/payments`);
    expect(await listening.next()).toEqual({ event: 'requests', data: sandbox().requests().slice(0, 1) });
    await call(`${sandbox().url}/_sandbox/requests`, { method: 'DELETE' });
    expect(await listening.next()).toEqual({ event: 'cleared', data: {} });
  });

  test('tell many requests in few events, newest first, each of them once', async () => {
    const listening = await listenTo(events());
    await listening.next();
    await Promise.all(Array.from({ length: 60 }, () => call(`${sandbox().url}/v1/methods`)));
    const told: number[] = [];
    let count = 0;
    while (told.length < 60) {
      const { data } = await listening.next();
      told.unshift(...(data as { id: number }[]).map(({ id }) => id));
      count += 1;
    }
    expect(count).toBeLessThan(30);
    expect(told).toEqual(
      sandbox()
        .requests()
        .slice(0, 60)
        .map(({ id }) => id),
    );
  });

  test.each([
    { path: 'accounts/placetopay/siteLogin', body: '{"status":"inactive"}' },
    { path: 'accounts/placetopay/siteLogin', body: '{"status":"active"}' },
    { path: 'clock', body: '{"offsetSeconds":0}' },
  ])('tell that $path was changed', async ({ path, body }) => {
    const listening = await listenTo(events());
    await listening.next();
    await call(`${sandbox().url}/_sandbox/${path}`, {
      method: 'PATCH',
      headers: json,
      body: '{"status":"gone"}',
    });
    await call(`${sandbox().url}/_sandbox/${path}`, { method: 'PATCH', headers: json, body });
    expect(await listening.next()).toEqual({ event: 'changed', data: {} });
    await call(`${sandbox().url}/v1/methods`);
    // What was refused changed nothing: one event, and the next is a request.
    expect(await listening.next()).toMatchObject({ event: 'requests' });
  });

  test('are for sixteen pages at a time, and for another when one has left', async () => {
    const listening = await Promise.all(Array.from({ length: 16 }, () => listenTo(events())));
    const refused = await call(events());
    expect(refused).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
    listening[0]?.stop();
    await expect
      .poll(async () => {
        const next = await listenTo(events());
        next.stop();
        return next.response.statusCode;
      })
      .toBe(200);
  });

  test('come with a heartbeat, and nothing is left open when the sandbox closes', async () => {
    const intervals = vi.spyOn(globalThis, 'setInterval');
    const cleared = vi.spyOn(globalThis, 'clearInterval');
    const own = await startSandbox({ tlsPort: false });
    const listening = await listenTo(`${own.url}/_sandbox/events`);
    await listening.next();
    const at = intervals.mock.calls.findIndex(([, every]) => every === 15_000);
    const [beat] = intervals.mock.calls[at] ?? [];
    const heard = new Promise<string>((resolve) => listening.response.once('data', resolve));
    (beat as () => void)();
    expect(await heard).toBe(': still here\n\n');

    await own.close();
    await listening.ended;
    await expect
      .poll(() => cleared.mock.calls.some(([timer]) => timer === intervals.mock.results[at]?.value))
      .toBe(true);
    vi.restoreAllMocks();
  });

  test('are not for a page of another origin', async () => {
    for (const headers of [
      { origin: 'https://evil.example' },
      { host: 'evil.example' },
      { 'sec-fetch-site': 'cross-site' },
    ]) {
      expect((await call(events(), { headers })).status).toBe(403);
    }
    for (const method of ['POST', 'HEAD']) expect((await call(events(), { method })).status).toBe(405);
  });
});
