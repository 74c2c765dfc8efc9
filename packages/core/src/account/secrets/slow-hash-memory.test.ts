import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { encodePhcBase64 } from './phc-string.ts';
import { deriveSlowHash } from './slow-hash.ts';
import { slowHashMemory } from './slow-hash-memory.ts';

// A derivation is as slow as a test wants it to be: a secret is right where it is the hash.
vi.mock('./slow-hash.ts', () => ({ deriveSlowHash: vi.fn() }));
const derive = vi.mocked(deriveSlowHash);

const bytesOf = (secret: string) => Buffer.alloc(32, secret);
const storedOf = (secret: string) => `$scrypt$ln=1,r=8,p=1$c2FsdHNhbHQ$${encodePhcBase64(bytesOf(secret))}`;
const stored = storedOf('right');

let milliseconds = 1;

beforeEach(() => {
  vi.spyOn(performance, 'now').mockImplementation(() => milliseconds);
  derive.mockReset();
  derive.mockImplementation(async (secret) => bytesOf(secret));
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** Lets time pass for the memory, which looks at the clock once a millisecond. */
async function pass(by: number): Promise<void> {
  milliseconds += by;
  await delay(3);
}

describe('a right secret', () => {
  test('is remembered for a minute after its last use, and then derived again', async () => {
    const memory = slowHashMemory();
    expect(memory.remembers(stored, 'right')).toBe(false);
    expect(await memory.verify(stored, 'right')).toBe(true);
    await pass(59_000);
    expect(memory.remembers(stored, 'right')).toBe(true);
    await pass(59_000);
    expect(memory.remembers(stored, 'right')).toBe(true);
    await pass(60_001);
    expect(memory.remembers(stored, 'right')).toBe(false);
    expect(await memory.verify(stored, 'right')).toBe(true);
    expect(derive).toHaveBeenCalledTimes(2);
  });

  test('is remembered for its stored hash alone, and in its memory alone', async () => {
    const memory = slowHashMemory();
    await memory.verify(stored, 'right');
    expect(memory.remembers(stored.replace('c2FsdHNhbHQ', 'c2FsdHNhbHU'), 'right')).toBe(false);
    expect(memory.remembers(storedOf('other'), 'right')).toBe(false);
    expect(memory.remembers(stored, 'right\0')).toBe(false);
    expect(slowHashMemory().remembers(stored, 'right')).toBe(false);
  });

  test('is forgotten after 10,000 others', async () => {
    const memory = slowHashMemory();
    await memory.verify(stored, 'right');
    for (let i = 1; i < 10_000; i += 1) await memory.verify(storedOf(`secret ${i}`), `secret ${i}`);
    // Looking is using: it is the last to go now.
    expect(memory.remembers(storedOf('secret 1'), 'secret 1')).toBe(true);
    await memory.verify(storedOf('one more'), 'one more');
    expect(memory.remembers(stored, 'right')).toBe(false);
    expect(memory.remembers(storedOf('secret 1'), 'secret 1')).toBe(true);
  });
});

describe('a wrong secret', () => {
  test('is derived each time, and not remembered', async () => {
    const memory = slowHashMemory();
    expect(await memory.verify(stored, 'wrong')).toBe(false);
    expect(memory.remembers(stored, 'wrong')).toBe(false);
    expect(await memory.verify(stored, 'wrong')).toBe(false);
    expect(derive).toHaveBeenCalledTimes(2);
  });
});

describe('derivations under way', () => {
  /** Derivations that end when they are let go. */
  function held() {
    const { let: go, gate } = gated();
    derive.mockImplementation(async (secret) => {
      await gate;
      return bytesOf(secret);
    });
    return go;
  }

  function gated() {
    let go = () => {};
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    return { let: () => go(), gate };
  }

  test('of one secret are one', async () => {
    const letGo = held();
    const memory = slowHashMemory();
    const all = Array.from({ length: 1000 }, () => memory.verify(stored, 'right'));
    letGo();
    expect(new Set(await Promise.all(all))).toEqual(new Set([true]));
    expect(derive).toHaveBeenCalledTimes(1);
  });

  test('are 64 at most; one more is refused, and room is made as they end', async () => {
    const letGo = held();
    const memory = slowHashMemory();
    const underWay = Array.from({ length: 64 }, (_, i) => memory.verify(stored, `wrong ${i}`));
    await expect(memory.verify(stored, 'right')).rejects.toThrow(
      'too many secrets are being verified at once',
    );
    // One that is under way already takes no more room.
    underWay.push(memory.verify(stored, 'wrong 0'));
    expect(derive).toHaveBeenCalledTimes(64);
    letGo();
    expect(new Set(await Promise.all(underWay))).toEqual(new Set([false]));
    expect(await memory.verify(stored, 'right')).toBe(true);
  });

  test('do not keep those out who are remembered', async () => {
    const memory = slowHashMemory();
    await memory.verify(stored, 'right');
    const letGo = held();
    const underWay = Array.from({ length: 64 }, (_, i) => memory.verify(stored, `wrong ${i}`));
    expect(memory.remembers(stored, 'right')).toBe(true);
    letGo();
    await Promise.all(underWay);
  });

  test('that fail are failures, remembered as nothing, and leave room', async () => {
    const memory = slowHashMemory();
    derive.mockRejectedValue(new Error('out of memory'));
    for (let i = 0; i < 100; i += 1) {
      await expect(memory.verify(stored, `wrong ${i}`)).rejects.toThrow('out of memory');
    }
    expect(memory.remembers(stored, 'wrong 1')).toBe(false);
    derive.mockImplementation(async (secret) => bytesOf(secret));
    expect(await memory.verify(stored, 'right')).toBe(true);
  });
});
