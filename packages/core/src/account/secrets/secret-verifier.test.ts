import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Account } from '../account.ts';
import { memoryDirectory } from '../memory-directory.ts';
import { hashSecret } from './hash-secret.ts';
import type { Secret } from './secret.ts';
import { secretVerifier } from './secret-verifier.ts';
import { deriveSlowHash } from './slow-hash.ts';

// Derivations are counted, and run all the same.
vi.mock('./slow-hash.ts', { spy: true });
const derivations = () => vi.mocked(deriveSlowHash).mock.calls;

const now = Date.parse('2026-01-02T03:04:05Z');

let slow: string;
let otherSlow: string;
let sha256: string;

beforeAll(async () => {
  slow = await hashSecret('right', { algorithm: 'scrypt', ln: 2 });
  otherSlow = await hashSecret('other', { algorithm: 'scrypt', ln: 2 });
  sha256 = await hashSecret('right', { algorithm: 'sha256' });
});

beforeEach(() => {
  vi.clearAllMocks();
});

const following = (character: string) => String.fromCharCode(character.charCodeAt(0) + 1);
const aboveLatin1 = (text: string, at: number) =>
  text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) + 256) + text.slice(at + 1);

const site = (...secrets: Secret[]): Account => ({ id: 'site', secrets });

describe('a match', () => {
  test.each<{ what: string; secrets: () => Secret[]; presented: string | (() => string); match: string }>([
    { what: 'plain, right', secrets: () => ['right'], presented: 'right', match: 'match' },
    { what: 'plain, wrong', secrets: () => ['right'], presented: 'wrong', match: 'mismatch' },
    { what: 'plain, longer', secrets: () => ['right'], presented: 'right ', match: 'mismatch' },
    { what: 'plain, in capitals', secrets: () => ['right'], presented: 'RIGHT', match: 'mismatch' },
    { what: 'plain, empty', secrets: () => ['right'], presented: '', match: 'mismatch' },
    { what: 'stored empty, presented empty', secrets: () => [''], presented: '', match: 'mismatch' },
    {
      what: 'an account without secrets',
      secrets: () => [],
      presented: 'no account has this secret',
      match: 'mismatch',
    },
    { what: 'sha256, right', secrets: () => [sha256], presented: 'right', match: 'match' },
    { what: 'sha256, wrong', secrets: () => [sha256], presented: 'wrong', match: 'mismatch' },
    { what: 'sha256, the hash itself', secrets: () => [sha256], presented: () => sha256, match: 'mismatch' },
    { what: 'scrypt, right', secrets: () => [slow], presented: 'right', match: 'match' },
    { what: 'scrypt, wrong', secrets: () => [slow], presented: 'wrong', match: 'mismatch' },
    { what: 'scrypt, the hash itself', secrets: () => [slow], presented: () => slow, match: 'mismatch' },
    { what: 'the second of three', secrets: () => ['a', sha256, slow], presented: 'right', match: 'match' },
    {
      what: 'the last of three',
      secrets: () => ['a', sha256, otherSlow],
      presented: 'other',
      match: 'match',
    },
    { what: 'loose numbers', secrets: () => ['33258'], presented: '3.3258e4', match: 'mismatch' },
    {
      what: 'composed and decomposed',
      secrets: () => ['caf\u00e9'],
      presented: 'cafe\u0301',
      match: 'mismatch',
    },
    { what: 'lone surrogates', secrets: () => ['\ud800'], presented: '\ud800', match: 'match' },
  ])('$what: $match', async ({ secrets, presented, match }) => {
    const text = typeof presented === 'string' ? presented : presented();
    expect(await secretVerifier({}).verify(site(...secrets()), text, now)).toBe(match);
  });

  test.each([
    { what: 'one character longer', stored: () => `${sha256}A` },
    { what: 'one character shorter', stored: () => sha256.slice(0, -1) },
    { what: 'padded', stored: () => `${sha256}=` },
    { what: 'not canonical', stored: () => sha256.slice(0, -1) + following(sha256.at(-1) ?? '') },
    { what: 'with a character of the same low byte', stored: () => aboveLatin1(sha256, 20) },
    { what: 'with such a character at its end', stored: () => aboveLatin1(sha256, sha256.length - 1) },
  ])('a stored sha256 that is $what matches nothing, and is said to be unusable', ({ stored }) => {
    // What was compared last must not be taken for a part of it.
    expect(secretVerifier({}).verify(site(sha256), 'right', now)).toBe('match');
    expect(() => secretVerifier({}).verify(site(stored()), 'right', now)).toThrow(
      'a hashed secret is unusable',
    );
  });

  test.each(['right', 'no account has this secret', ''])(
    'an unknown account matches nothing, "%s" neither',
    async (presented) => {
      expect(await secretVerifier({}).verify(undefined, presented, now)).toBe('mismatch');
      expect(await secretVerifier({ decoy: 'right' }).verify(undefined, presented, now)).toBe('mismatch');
      expect(await secretVerifier({ decoy: slow }).verify(undefined, presented, now)).toBe('mismatch');
      expect(await secretVerifier({ decoy: slow }).verify({ id: 'site' }, presented, now)).toBe('mismatch');
      expect(await secretVerifier({ decoy: slow }).verify(site('x'), presented, now)).toBe('mismatch');
    },
  );
});

describe('notAfter', () => {
  const values = [
    ['plain', () => 'right'],
    ['sha256', () => sha256],
    ['scrypt', () => slow],
  ] as const;

  test.each(values)('of a %s secret: it is live until then, and expired from then on', async (_, value) => {
    const until = (notAfter: number) => site({ value: value(), notAfter });
    const secrets = secretVerifier({});
    expect(await secrets.verify(until(now + 1), 'right', now)).toBe('match');
    expect(await secrets.verify(until(now), 'right', now)).toBe('expired');
    expect(await secrets.verify(until(now - 1), 'right', now)).toBe('expired');
    expect(await secrets.verify(until(now), 'wrong', now)).toBe('mismatch');
    // Not remembered from when it was live.
    expect(await secretVerifier({}).verify(until(now), 'right', now)).toBe('expired');
  });

  test('is no matter where another that is live has the same value', async () => {
    const secrets = secretVerifier({});
    for (const live of ['right', slow, sha256]) {
      for (const value of ['right', slow, sha256]) {
        expect(await secrets.verify(site({ value, notAfter: now }, live), 'right', now)).toBe('match');
        expect(await secrets.verify(site(live, { value, notAfter: now }), 'right', now)).toBe('match');
      }
    }
  });

  test('of a remembered secret counts from the moment that it passes', async () => {
    const secrets = secretVerifier({});
    const account = site({ value: slow, notAfter: now + 1 });
    expect(await secrets.verify(account, 'right', now)).toBe('match');
    expect(await secrets.verify(account, 'right', now + 1)).toBe('expired');
    expect(derivations()).toHaveLength(1);
  });
});

describe('slow hashes', () => {
  test('are derived once for a right secret, and each time for a wrong one', async () => {
    const secrets = secretVerifier({});
    for (let i = 0; i < 3; i += 1) expect(await secrets.verify(site(slow), 'right', now)).toBe('match');
    expect(derivations()).toHaveLength(1);
    for (let i = 0; i < 3; i += 1) expect(await secrets.verify(site(slow), 'wrong', now)).toBe('mismatch');
    expect(derivations()).toHaveLength(4);
  });

  test.each([
    { what: 'the first', presented: 'right' },
    { what: 'the second', presented: 'other' },
  ])('are not derived any more while two rotate and $what is remembered', async ({ presented }) => {
    const secrets = secretVerifier({});
    expect(await secrets.verify(site(slow, otherSlow), presented, now)).toBe('match');
    vi.clearAllMocks();
    expect(await secrets.verify(site(slow, otherSlow), presented, now)).toBe('match');
    expect(derivations()).toHaveLength(0);
  });

  test('are not derived where a fast secret of the account matches', async () => {
    expect(await secretVerifier({}).verify(site(slow, 'plain'), 'plain', now)).toBe('match');
    expect(derivations()).toHaveLength(0);
  });

  test('are not remembered past a change or a removal', async () => {
    const secrets = secretVerifier({});
    expect(await secrets.verify(site(slow), 'right', now)).toBe('match');
    expect(await secrets.verify(site(otherSlow), 'right', now)).toBe('mismatch');
    expect(await secrets.verify(site('plain'), 'right', now)).toBe('mismatch');
    expect(await secrets.verify(site(), 'right', now)).toBe('mismatch');
    expect(await secrets.verify(undefined, 'right', now)).toBe('mismatch');
  });
});

describe('what is refused costs one slow derivation where accounts have slow hashes', () => {
  test.each<{ what: string; account: () => Account | undefined }>([
    { what: 'an unknown account', account: () => undefined },
    { what: 'an account without secrets', account: () => ({ id: 'bare' }) },
    { what: 'an account with an empty list', account: () => site() },
    { what: 'a plain secret', account: () => site('plain') },
    { what: 'two fast secrets', account: () => site('plain', sha256) },
    { what: 'a slow secret', account: () => site(slow) },
    { what: 'a slow and a fast secret', account: () => site('plain', slow) },
  ])('$what', async ({ account }) => {
    const directory = memoryDirectory([{ id: 'slow', secrets: [slow] }]);
    const secrets = secretVerifier(directory);
    for (const presented of ['wrong', 'wrong', '']) {
      vi.clearAllMocks();
      expect(await secrets.verify(account(), presented, now)).toBe('mismatch');
      expect(derivations()).toHaveLength(1);
      expect(derivations()[0]?.[1]).toMatchObject({ id: 'scrypt', ln: 2, r: 8, p: 1 });
    }
  });

  test('and on top of its own where the account has a cheaper one', async () => {
    const dear = await hashSecret('dear', { algorithm: 'scrypt', ln: 5 });
    const secrets = secretVerifier(memoryDirectory([{ id: 'dear', secrets: [dear] }]));
    vi.clearAllMocks();
    expect(await secrets.verify(site(slow), 'wrong', now)).toBe('mismatch');
    expect(derivations().map(([, parameters]) => parameters)).toMatchObject([{ ln: 2 }, { ln: 5 }]);
    vi.clearAllMocks();
    expect(await secrets.verify(site(dear), 'wrong', now)).toBe('mismatch');
    expect(derivations()).toHaveLength(1);
  });

  test('and what is accepted costs no more than it has to', async () => {
    const directory = memoryDirectory([{ id: 'slow', secrets: [slow] }]);
    expect(await secretVerifier(directory).verify(site('plain'), 'plain', now)).toBe('match');
    expect(derivations()).toHaveLength(0);
  });

  test('a secret of one account tells nothing when it is presented for an unknown one', async () => {
    const secrets = secretVerifier(memoryDirectory([{ id: 'slow', secrets: [slow] }]));
    await secrets.verify(undefined, 'right', now);
    vi.clearAllMocks();
    await secrets.verify(undefined, 'right', now);
    // Not remembered, as it would be were the decoy the hash of a real account.
    expect(derivations()).toHaveLength(1);
  });

  test('and none where every secret is fast', async () => {
    const secrets = secretVerifier(memoryDirectory([{ id: 'site', secrets: ['right'] }]));
    await secrets.verify(undefined, 'wrong', now);
    await secrets.verify(site('right'), 'wrong', now);
    expect(derivations()).toHaveLength(0);
  });
});

test.each([
  { what: 'of an unsupported kind', secret: '$2b$10$hunter2' },
  { what: 'unusable', secret: '$scrypt$ln=99,r=8,p=1$hunter2$hunter2' },
  { what: 'no text', secret: { value: undefined } as never },
  { what: 'null', secret: null as never },
])('a stored secret that is $what throws, and says nothing of it', async ({ secret }) => {
  const verifying = (async () => secretVerifier({}).verify(site(secret), 'x', now))();
  await expect(verifying).rejects.toThrow(TypeError);
  await expect(verifying).rejects.not.toThrow(/hunter2/);
});
