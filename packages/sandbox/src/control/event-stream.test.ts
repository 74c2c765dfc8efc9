import { EventEmitter } from 'node:events';
import type { Request, Response } from 'express';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { newestWithin } from '../state/newest-within.ts';
import type { LoggedRequest, RequestLog } from '../state/request-log.ts';
import { eventStream } from './event-stream.ts';

/** A listener whose connection holds back so many bytes. */
class Listener extends EventEmitter {
  writableLength = 0;
  written = '';
  writeHead = vi.fn();
  write(text: string): void {
    this.written += text;
  }
  destroy(): void {
    this.emit('close');
  }
}

const entry = (id: number) => ({ id, path: '/v1/methods' }) as LoggedRequest;

function streamed() {
  const log = newestWithin<LoggedRequest>({ entries: 10, bytes: 1e6 });
  const { listen, changed } = eventStream(log as unknown as RequestLog);
  const listener = () => {
    const made = new Listener();
    listen({} as Request, made as unknown as Response, () => {});
    return made;
  };
  return { log, listener, changed };
}

describe('a stream of events', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('tells what comes within 50 ms in one event, newest first', () => {
    const { log, listener } = streamed();
    const one = listener();
    log.add(entry(1));
    vi.advanceTimersByTime(49);
    log.add(entry(2));
    expect(one.written).not.toContain('requests');
    vi.advanceTimersByTime(1);
    expect(one.written).toMatch(/event: requests\ndata: \[\{"id":2,.*\{"id":1,.*\}\]\n\n$/);
  });

  test('tells nobody twice: who comes in between has it in their snapshot', () => {
    const { log, listener } = streamed();
    const one = listener();
    log.add(entry(1));
    const two = listener();
    vi.advanceTimersByTime(1000);
    expect(one.written.match(/"id":1/g)).toHaveLength(1);
    expect(two.written).toBe(`retry: 1000\nevent: snapshot\ndata: [${JSON.stringify(entry(1))}]\n\n`);
  });

  test('tells nothing of what was cleared before it was told', () => {
    const { log, listener } = streamed();
    const one = listener();
    log.add(entry(1));
    log.clear();
    vi.advanceTimersByTime(1000);
    expect(one.written).not.toContain('"id":1');
    expect(one.written).toMatch(/event: cleared\ndata: \{\}\n\n$/);
  });

  test('lets go of a listener that does not read, and tells the others', () => {
    const { listener, changed } = streamed();
    const [slow, other] = [listener(), listener()];
    slow.writableLength = 16 * 1024 * 1024;
    changed();
    expect(slow.written).toContain('changed');
    slow.writableLength += 1;
    const before = slow.written;
    changed();
    changed();
    expect(slow.written).toBe(before);
    expect(other.written.match(/changed/g)).toHaveLength(3);
  });

  test('beats every 15 s while somebody listens, and leaves no timer when nobody does', () => {
    const { log, listener } = streamed();
    const [one, two] = [listener(), listener()];
    vi.advanceTimersByTime(45_000);
    expect(one.written.match(/: still here/g)).toHaveLength(3);
    log.add(entry(1));
    one.emit('close');
    expect(vi.getTimerCount()).toBe(2);
    two.emit('close');
    expect(vi.getTimerCount()).toBe(0);
    log.add(entry(2));
    expect(vi.getTimerCount()).toBe(0);
  });
});
