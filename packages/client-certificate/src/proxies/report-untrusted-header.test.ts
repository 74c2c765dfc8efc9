import { channel } from 'node:diagnostics_channel';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { answerTo, client, other, outcomeOf } from '../../../../test/support/behind-proxy.ts';
import { headersOfForm } from '../../../../test/support/forwarded.ts';

describe('what does not count is reported', () => {
  const headers = headersOfForm['nginx-escaped-pem'](client, []);
  const peerAddress = '198.51.100.7';

  test('to a handler, without its value', async () => {
    const onUntrustedHeader = vi.fn();
    await outcomeOf({ ...headers, client_cert: 'x' }, { peerAddress, onUntrustedHeader });
    expect(onUntrustedHeader.mock.calls).toEqual([
      [{ header: 'x-ssl-client-cert', peerAddress }],
      [{ header: 'client_cert', peerAddress }],
    ]);
  });

  test('on a diagnostics channel', async () => {
    const told: unknown[] = [];
    const untrusted = channel('countersign:untrusted-header');
    const listener = (message: unknown) => told.push(message);
    untrusted.subscribe(listener);
    onTestFinished(() => void untrusted.unsubscribe(listener));
    await outcomeOf(headers, { peerAddress });
    await outcomeOf(headers);
    expect(told).toEqual([{ header: 'x-ssl-client-cert', peerAddress }]);
  });

  test('in the explanation, with what to do', async () => {
    const { explain } = await answerTo(headers, { peerAddress });
    expect(explain[0]).toMatchObject({
      check: 'proxy',
      outcome: 'failed',
      detail: expect.stringMatching(/^x-ssl-client-cert does not count: it came from 198\.51\.100\.7,/),
    });
    const { explain: unconfigured } = await answerTo(headers, { options: { proxies: undefined } });
    expect(unconfigured[0]?.detail).toMatch(/^x-ssl-client-cert does not count/);
  });

  test.each([
    {
      what: 'throws',
      handler: () => {
        throw new Error('no log');
      },
    },
    { what: 'rejects', handler: () => Promise.reject(new Error('no log')) },
  ])('and a handler that $what changes nothing', async ({ handler }) => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    onTestFinished(() => warn.mockRestore());
    const setting = { peerAddress, onUntrustedHeader: handler, over: other };
    expect(await outcomeOf(headers, setting)).toBe('other');
    await setImmediate();
    expect(warn).toHaveBeenCalledOnce();
  });
});
