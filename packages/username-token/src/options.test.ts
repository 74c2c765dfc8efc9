import { memoryDirectory, memoryReplayGuard, refusalOf } from '@countersign/core';
import { describe, expect, test, vi } from 'vitest';
import { inboundRequest } from '../../../test/support/inbound-request.ts';
import { movableClock } from '../../../test/support/movable-clock.ts';
import { signAuth } from '../../../test/support/sign-auth.ts';
import { type UsernameTokenOptions, usernameToken } from './username-token.ts';

const seed = '2026-01-02T03:04:05Z';
const secret = 'not-a-real-key';
const good = signAuth({ login: 'site', secret, seed });

function verifier(options: Partial<UsernameTokenOptions>) {
  const clock = movableClock(seed);
  const directory = memoryDirectory([{ id: 'site', secrets: [secret] }]);
  return usernameToken({
    directory,
    replay: memoryReplayGuard({ clock, rememberedSince: 0 }),
    clock,
    ...options,
  });
}

describe('transport and refusal', () => {
  test('plain HTTP is refused before the digest is looked at, where TLS is required', async () => {
    const verified = verifier({ requireTls: true });
    const over = (transport: object, json: unknown = { auth: good }) =>
      verified.verify(inboundRequest({ json, transport }));
    expect(await over({ secure: false })).toMatchObject({ reason: 'insecure-transport' });
    expect(await over({ secure: false }, { auth: {} })).toMatchObject({ reason: 'insecure-transport' });
    expect(await over({ tlsVersion: 'TLSv1.1' })).toMatchObject({ reason: 'insecure-transport' });
    expect(await over({ secure: false }, {})).toEqual({ outcome: 'absent' });
    expect(await over({ tlsVersion: 'TLSv1.2' })).toMatchObject({ outcome: 'accepted' });
  });

  test('a 401 carries the challenge, and nothing else does', () => {
    const request = inboundRequest();
    const refusal = (reason: 'proof-mismatch' | 'account-inactive') =>
      refusalOf(verifier({ realm: 'Placetopay' }), { outcome: 'rejected', reason }, request);
    expect(refusal('proof-mismatch')).toMatchObject({
      status: 401,
      headers: { 'www-authenticate': ['WSSE realm="Placetopay", profile="UsernameToken"'] },
    });
    expect(refusal('account-inactive').headers).not.toHaveProperty('www-authenticate');
  });
});

test('a nonce that is refused is malformed, before anybody is looked up', async () => {
  const find = vi.fn(() => undefined);
  const refuseNonce = (nonce: Uint8Array) => Buffer.from(good.nonce, 'base64').equals(nonce);
  const verdict = await verifier({ refuseNonce, directory: { find } }).verify(
    inboundRequest({ json: { auth: good } }),
  );
  expect(verdict).toEqual({ outcome: 'rejected', reason: 'credentials-malformed' });
  expect(find).not.toHaveBeenCalled();
});

describe('wrong configuration', () => {
  const directory = memoryDirectory([]);
  const replay = memoryReplayGuard();
  test.each([
    { options: { replay } as never, message: /directory must have find/ },
    { options: { directory: {}, replay } as never, message: /directory must have find/ },
    { options: { directory: [{ id: 'a' }], replay } as never, message: /directory must have find/ },
    { options: { directory } as never, message: /replay must have claim/ },
    { options: { directory, replay: {} } as never, message: /replay must have claim/ },
    { options: { directory, replay, realm: '' }, message: /realm must be/ },
    { options: { directory, replay, requireTls: 0 } as never, message: /requireTls must be true or false/ },
    { options: { directory, replay, clock: 0 } as never, message: /clock must be a function/ },
    { options: { directory, replay, refuseNonce: /x/ } as never, message: /refuseNonce must be a function/ },
    { options: { directory, replay, onVerdict: 0 } as never, message: /onVerdict must be a function/ },
    { options: { directory, replay, windowSeconds: 0 }, message: /windowSeconds must be a positive/ },
    { options: { directory, replay, windowSeconds: -300 }, message: /windowSeconds must be a positive/ },
    {
      options: { directory, replay, windowSeconds: Number.NaN },
      message: /windowSeconds must be a positive/,
    },
    { options: { directory, replay, windowSeconds: Infinity }, message: /windowSeconds must be a positive/ },
    {
      options: { directory, replay, windowSeconds: '300' } as never,
      message: /windowSeconds must be a positive/,
    },
  ])('says what is wrong: $message', ({ options, message }) => {
    const make = () => usernameToken(options);
    expect(make).toThrow(TypeError);
    expect(make).toThrow(message);
  });
});
