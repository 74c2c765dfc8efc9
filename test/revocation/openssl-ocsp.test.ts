import type { X509Certificate } from 'node:crypto';
import { type RevocationCheckOptions, revocationCheck } from '@countersign/client-certificate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type MovableClock, movableClock } from '../support/movable-clock.ts';
import {
  type OpensslAuthority,
  type OpensslCertificate,
  opensslAuthority,
} from '../support/openssl-authority.ts';

// openssl goes by the real time.
let authority: OpensslAuthority;
let leaf: OpensslCertificate;
let clock: MovableClock;

beforeAll(async () => {
  authority = await opensslAuthority();
  leaf = await authority.issue('leaf');
});

afterAll(() => authority.close());

function asking(options: RevocationCheckOptions = {}) {
  clock = movableClock(new Date().toISOString());
  const check = revocationCheck({ clock, ...options });
  return async ({ certificate }: { certificate: X509Certificate } = leaf) => {
    const answer = await check.statusOf([certificate, authority.ca.certificate]);
    return answer.status === 'unanswered' ? String(answer.cause) : answer.status;
  };
}

describe.each(['POST', 'GET'] as const)('%s, answered by the issuer', (ocspMethod) => {
  beforeAll(() => authority.respond(authority.ca));

  test('good', async () => {
    expect(await asking({ ocspMethod })()).toBe('good');
  });

  test('revoked', async () => {
    const revoked = await authority.issue(`revoked-${ocspMethod}`);
    await authority.revoke(revoked);
    await authority.respond(authority.ca);
    expect(await asking({ ocspMethod })(revoked)).toBe('revoked');
  });

  test('unknown', async () => {
    const forgotten = await authority.issue(`forgotten-${ocspMethod}`);
    authority.forget(forgotten);
    await authority.respond(authority.ca);
    expect(await asking({ ocspMethod })(forgotten)).toBe('unknown');
  });
});

describe('who signs', () => {
  test('a delegate of the issuer', async () => {
    await authority.respond(await authority.issue('delegate', 'responder'));
    expect(await asking()()).toBe('good');
  });

  const rsa = ['-newkey', 'rsa:2048'];
  const p384 = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-384'];
  const pss = ['-rsigopt', 'rsa_padding_mode:pss', '-rsigopt', 'rsa_pss_saltlen:digest'];
  test.each([
    { name: 'rsa-sha256', key: rsa, args: ['-rmd', 'sha256'], outcome: 'good' },
    { name: 'rsa-sha512', key: rsa, args: ['-rmd', 'sha512'], outcome: 'good' },
    { name: 'rsa-sha1', key: rsa, args: ['-rmd', 'sha1'], outcome: 'not signed' },
    { name: 'rsa-pss-sha384', key: rsa, args: ['-rmd', 'sha384', ...pss], outcome: 'good' },
    { name: 'rsa-pss-sha1', key: rsa, args: ['-rmd', 'sha1', ...pss], outcome: 'not signed' },
    { name: 'ecdsa-sha384', key: p384, args: ['-rmd', 'sha384'], outcome: 'good' },
  ])('a delegate with $name: $outcome', async ({ name, key, args, outcome }) => {
    const delegate = await authority.issue(name, 'responder', key);
    await authority.respond(delegate, ['-ndays', '1', ...args]);
    expect(await asking()()).toContain(outcome);
  });

  test('a client of the issuer', async () => {
    await authority.respond(await authority.issue('client'));
    expect(await asking()()).toContain("not one for the issuer's OCSP");
  });

  test('a delegate that does not send its certificate', async () => {
    await authority.respond(await authority.issue('shy', 'responder'), ['-ndays', '1', '-resp_no_certs']);
    expect(await asking()()).toContain('not signed by the issuer');
  });

  test.each([true, false])('another authority, missing answers accepted: %s', async (acceptMissingAnswer) => {
    const other = await opensslAuthority();
    try {
      await authority.respond(authority.ca);
      const stranger = await other.issue('stranger');
      expect(await asking({ acceptMissingAnswer })()).toBe('good');
      // Its own responder, asked for a certificate of this authority, does not know it; what it signs is not believed.
      await other.respond(other.ca);
      const check = revocationCheck({ acceptMissingAnswer });
      const answer = await check.statusOf([stranger.certificate, authority.ca.certificate]);
      expect(answer).toMatchObject({ status: 'unanswered', cause: { missing: false } });
    } finally {
      await other.close();
    }
  });
});

describe('times', () => {
  beforeAll(() => authority.respond(authority.ca, ['-nmin', '30']));

  test.each([
    { seconds: -280, outcome: 'good' },
    { seconds: -330, outcome: 'from the future' },
    { seconds: 35 * 60 - 30, outcome: 'good' },
    { seconds: 35 * 60 + 30, outcome: 'out of date' },
  ])('by a clock $seconds s ahead: $outcome', async ({ seconds, outcome }) => {
    const ask = asking({ acceptMissingAnswer: true });
    clock.advance({ seconds });
    expect(await ask()).toContain(outcome);
  });

  test('without an end, answered anew', async () => {
    await authority.respond(authority.ca, []);
    expect(await asking()()).toBe('good');
  });
});

describe('no responder', () => {
  beforeAll(() => authority.stop());

  test('is no answer', async () => {
    expect(await asking()()).toContain('did not answer');
  });

  test('is accepted where that is wanted, and told', async () => {
    const told: unknown[] = [];
    const ask = asking({ acceptMissingAnswer: true, onMissingAnswer: (cause) => told.push(cause.missing) });
    expect(await ask()).toBe('good');
    expect(told).toEqual([true]);
  });

  test('does not bring a revoked certificate back', async () => {
    const revoked = await authority.issue('revoked-before');
    await authority.revoke(revoked);
    await authority.respond(authority.ca);
    const ask = asking({ acceptMissingAnswer: true });
    expect(await ask(revoked)).toBe('revoked');
    await authority.stop();
    clock.advance({ seconds: 3601 });
    expect(await ask(revoked)).toContain('revoked when last heard of');
  });
});
