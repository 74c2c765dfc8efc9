import { revocationCheck } from '@countersign/client-certificate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { movableClock } from '../support/movable-clock.ts';
import { type HttpSource, httpSource } from '../support/ocsp-responder.ts';
import { type OpensslAuthority, opensslAuthority } from '../support/openssl-authority.ts';

let authority: OpensslAuthority;
let source: HttpSource;

beforeAll(async () => {
  source = await httpSource();
  authority = await opensslAuthority(source.url);
});

afterAll(async () => {
  await authority.close();
  await source.close();
});

test('a list by openssl: who is on it, who is not, and when it ends', async () => {
  const [kept, revoked] = [await authority.issue('kept'), await authority.issue('revoked')];
  await authority.revoke(revoked);
  const list = await authority.crl(1);
  source.answer = () => list;
  const clock = movableClock(new Date().toISOString());
  const check = revocationCheck({ ocsp: false, crl: true, clock });
  const ask = async ({ certificate } = kept) => {
    const answer = await check.statusOf([certificate, authority.ca.certificate]);
    return answer.status === 'unanswered' ? String(answer.cause) : answer.status;
  };
  expect([await ask(kept), await ask(revoked)]).toEqual(['good', 'revoked']);
  expect(source.requests).toHaveLength(1);
  clock.advance({ seconds: 86_400 + 400 });
  expect(await ask()).toContain('out of date');
});
