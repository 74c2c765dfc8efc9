import { accepted, type Check } from '@countersign/core';
import type { Request, RequestHandler, Response } from 'express';
import { expect, test } from 'vitest';
import { requestLog } from './request-log.ts';

const clock = () => Date.parse('2026-01-02T03:04:05Z');

/** A log that was told of so many requests, each with this explanation and of this account. */
function logOf(count: number, { checks = [], account = 'a' }: { checks?: Check[]; account?: string }) {
  const log = requestLog(clock);
  const record: RequestHandler = log.record('placetopay');
  for (let n = 0; n < count; n += 1) {
    const request = { method: 'POST', originalUrl: `/api/${n}` } as Request;
    const closers: (() => void)[] = [];
    const response = { statusCode: 200, once: (_: string, close: () => void) => closers.push(close) };
    record(request, response as unknown as Response, () => {});
    log.observe({ verdict: accepted({ account }), explanation: checks }, request);
    for (const close of closers) close();
  }
  return log;
}

const megabytes = (log: ReturnType<typeof logOf>) => (JSON.stringify(log.entries()).length * 2) / 1024 ** 2;
const long = 'x'.repeat(100_000);

test('whatever is said of requests, the log stays within its 4 MiB', () => {
  const checks = Array.from(
    { length: 500 },
    (): Check => ({ check: 'c', outcome: 'failed', detail: long, hint: long }),
  );
  const log = logOf(1000, { checks, account: long });
  expect(megabytes(log)).toBeLessThan(4.1);
  expect(megabytes(log)).toBeGreaterThan(3.5);
  expect(log.entries()[0]).toMatchObject({ id: 1000, path: '/api/999' });
});

test('a text is cut where it is too long, and ends in an ellipsis', () => {
  const log = logOf(1, {
    checks: [{ check: 'c', outcome: 'failed', detail: long }],
    account: 'x'.repeat(500),
  });
  const [entry] = log.entries();
  expect(entry?.account).toHaveLength(500);
  expect(entry?.checks[0]?.detail).toBe(`${'x'.repeat(499)}…`);
});

test('what is usually said of requests leaves room for a thousand', () => {
  const checks = Array.from(
    { length: 8 },
    (): Check => ({ check: 'tranKey', outcome: 'passed', detail: 'x'.repeat(60) }),
  );
  expect(logOf(1200, { checks }).entries()).toHaveLength(1000);
});
