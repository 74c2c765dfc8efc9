// Points a client at a server that looks at what it sends:
//
//   npm test
import { type Capture, captureClient } from '@countersign/contract';
import { expect, test } from 'vitest';
import { createSession, type Site } from './placetopay-client.ts';

const credentials = { account: { id: 'siteLogin', secret: 'siteSecretKey' } };
const siteOf = ({ url }: Capture): Site => ({ url, login: 'siteLogin', secretKey: 'siteSecretKey' });

test('the client signs every request anew', async () => {
  await using capture = await captureClient('placetopay', { credentials });
  await createSession(siteOf(capture), 'order-1');
  await createSession(siteOf(capture), 'order-2');
  capture.check();
});

test('the client comes again after a 503, and signs anew for that too', async () => {
  await using capture = await captureClient('placetopay', { credentials, answerFirst: [503] });
  expect(await createSession(siteOf(capture), 'order-1')).toBe(1);
  expect(capture.requests().map(({ status }) => status)).toEqual([503, 200]);
  capture.check();
});

test('a client with a secret of another site is told so', async () => {
  await using capture = await captureClient('placetopay', { credentials });
  const site = { ...siteOf(capture), secretKey: 'another' };
  await expect(createSession(site, 'order-1')).rejects.toThrow('Authentication failed 102');
  expect(() => capture.check()).toThrow(/FAIL tranKey: was made with another secret/);
});
