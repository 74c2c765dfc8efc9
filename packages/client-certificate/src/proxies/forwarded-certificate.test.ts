import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createAuthority } from '../../../../test/support/authority.ts';
import {
  answerTo,
  authority,
  client,
  clock,
  itself,
  now,
  other,
  outcomeOf,
  proxy,
} from '../../../../test/support/behind-proxy.ts';
import { escapedPem, headersOfForm } from '../../../../test/support/forwarded.ts';
import { MAX_HEADER_LENGTH } from './forwarded-certificate.ts';
import type { CertificateHeaderForm } from './header-form.ts';

const { intermediate, root } = authority;
const forms = Object.entries(headersOfForm) as [
  CertificateHeaderForm,
  (typeof headersOfForm)[CertificateHeaderForm],
][];
const withChain: readonly CertificateHeaderForm[] = ['rfc9440', 'envoy-xfcc', 'aws-alb-passthrough'];

describe.each(forms)('%s', (form, headersOf) => {
  const sent = headersOf(client, []);
  const [[name, value] = ['', '']] = Object.entries(sent);
  const withoutIntermediates = { intermediates: [] };

  test.each([proxy, '2001:db8::7', '::ffff:10.0.0.7'])('counts from the trusted %s', async (peerAddress) => {
    expect(await outcomeOf(sent, { form, peerAddress })).toBe('client');
  });

  test.each(['10.0.1.7', '198.51.100.7', '2001:db8::8', '', 'localhost', '10.0.0.7, 198.51.100.7'])(
    'counts as absent from "%s"',
    async (peerAddress) => {
      expect(await outcomeOf(sent, { form, peerAddress })).toBe('absent');
    },
  );

  test('counts as absent where no proxy is configured', async () => {
    expect(await outcomeOf(sent, { options: { proxies: undefined } })).toBe('absent');
  });

  test('is who is called for, whatever certificate the proxy has itself', async () => {
    expect(await outcomeOf(sent, { form, over: itself })).toBe('client');
    expect(await outcomeOf({}, { form, over: itself })).toBe('absent');
    expect(await outcomeOf({ [name]: '' }, { form, over: itself })).toBe('absent');
    expect(await outcomeOf({ [name]: 'x' }, { form, over: itself })).toBe('certificate-malformed');
  });

  test('does not stand in the way of who calls directly, with a certificate of their own', async () => {
    expect(await outcomeOf(sent, { form, peerAddress: '198.51.100.7', over: other })).toBe('other');
  });

  test.each([
    { what: 'empty', headers: { [name]: '' }, outcome: 'absent' },
    { what: 'not there', headers: {}, outcome: 'absent' },
    { what: 'twice', headers: { [name]: [`${value}`, `${value}`] }, outcome: 'certificate-malformed' },
    { what: 'twice, once empty', headers: { [name]: ['', `${value}`] }, outcome: 'certificate-malformed' },
    { what: 'twice, both empty', headers: { [name]: ['', ''] }, outcome: 'certificate-malformed' },
    { what: 'cut off', headers: { [name]: `${value}`.slice(0, -60) }, outcome: 'certificate-malformed' },
    { what: 'with a NUL', headers: { [name]: `${value}\0` }, outcome: 'certificate-malformed' },
    { what: 'with a NUL, escaped', headers: { [name]: `${value}%00` }, outcome: 'certificate-malformed' },
    { what: 'with something before it', headers: { [name]: `"${value}` }, outcome: 'certificate-malformed' },
    {
      what: 'with a line break inside',
      headers: { [name]: `${value}\r\n` },
      outcome: 'certificate-malformed',
    },
    { what: 'a lone percent sign', headers: { [name]: '%' }, outcome: 'certificate-malformed' },
    { what: "another client's", headers: headersOf(other, []), outcome: 'other' },
  ])('$what: $outcome', async ({ headers, outcome }) => {
    expect(await outcomeOf(headers, { form })).toBe(outcome);
  });

  test.each(
    forms.map(([, otherForm]) => Object.keys(otherForm(client, [])).join()).filter((one) => one !== name),
  )('together with %s is malformed, whoever is in it', async (second) => {
    for (const also of ['x', value]) {
      expect(await outcomeOf({ ...sent, [second]: also }, { form })).toBe('certificate-malformed');
    }
    expect(await outcomeOf({ ...sent, [second]: '' }, { form })).toBe('client');
    expect(await outcomeOf({ [second]: value }, { form })).toBe('absent');
  });

  test('an alias with underscores is malformed, beside the header and alone', async () => {
    const aliases = [name.replaceAll('-', '_'), name.replace('-', '_'), 'client_cert', 'x_ssl-client_cert'];
    for (const alias of aliases) {
      expect(await outcomeOf({ ...sent, [alias]: value }, { form }), alias).toBe('certificate-malformed');
      expect(await outcomeOf({ [alias]: value }, { form }), alias).toBe('certificate-malformed');
      expect(await outcomeOf({ [alias]: value }, { form, peerAddress: '198.51.100.7' })).toBe('absent');
    }
  });

  test('past the longest header it is malformed, without being parsed', async () => {
    const { outcome, explain } = await answerTo({ [name]: 'A'.repeat(MAX_HEADER_LENGTH + 1) }, { form });
    expect(outcome).toBe('certificate-malformed');
    expect(explain.at(-1)?.detail).toMatch(/longer than 65536/);
    const atTheLimit = await answerTo({ [name]: 'A'.repeat(MAX_HEADER_LENGTH) }, { form });
    expect(atTheLimit.explain.at(-1)?.detail).toMatch(/not as the proxy writes it/);
  });

  test(`the chain ${withChain.includes(form) ? 'may come with it' : 'is configured'}`, async () => {
    const options = withoutIntermediates;
    const expected = withChain.includes(form) ? 'client' : 'certificate-untrusted';
    expect(await outcomeOf(sent, { form, options })).toBe('certificate-untrusted');
    expect(await outcomeOf(headersOf(client, [intermediate]), { form, options })).toBe(expected);
    expect(await outcomeOf(headersOf(client, [intermediate, root]), { form, options })).toBe(expected);
    expect(await outcomeOf(headersOf(client, [other, itself]), { form, options })).toBe(
      'certificate-untrusted',
    );
  });

  test('goes through the same checks as a certificate of the connection', async () => {
    const stranger = await createAuthority({ commonName: 'Test CA', clock });
    const forged = await stranger.issueClient({
      commonName: 'client',
      serialNumber: client.certificate.serialNumber,
    });
    const expired = await authority.issueClient({
      commonName: 'client',
      notAfter: now - 1000,
      notBefore: now - 9000,
    });
    const unknown = await authority.issueClient({ commonName: 'client' });
    expect(await outcomeOf(headersOf(forged, []), { form })).toBe('certificate-untrusted');
    expect(await outcomeOf(headersOf(expired, []), { form })).toBe('certificate-expired');
    expect(await outcomeOf(headersOf(unknown, []), { form })).toBe('certificate-not-attached');
  });

  test('whatever else is in it, it is malformed', async () => {
    const genuine = `${value}`;
    const pieces = fc.constantFrom(
      '"',
      ';',
      ',',
      '=',
      ':',
      '%',
      '%0A',
      'Cert=',
      'Chain=',
      'URI=',
      '(',
      ')',
      genuine,
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces).map((all) => all.join('')),
    );
    const accepted = new Set(['client', 'absent', 'certificate-malformed']);
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        const outcome = await outcomeOf({ [name]: text }, { form });
        // No certificate but the genuine one can come out, and nothing is ever unavailable.
        expect(accepted).toContain(outcome);
        if (!text.includes(genuine)) expect(outcome).not.toBe('client');
      }),
      { numRuns: 60 },
    );
  });

  test('the header may have another name', async () => {
    const renamed = { form, header: 'X-My-Certificate' };
    expect(await outcomeOf({ 'x-my-certificate': value }, renamed)).toBe('client');
    expect(await outcomeOf(sent, renamed)).toBe('absent');
    expect(await outcomeOf({ ...sent, 'x-my-certificate': value }, renamed)).toBe('certificate-malformed');
    expect(await outcomeOf({ 'x_my-certificate': value }, renamed)).toBe('certificate-malformed');
  });
});

test('an explanation says what is wrong, and holds no certificate', async () => {
  const malformed = { 'x-ssl-client-cert': `${escapedPem(client)}-leak` };
  const { explain } = await answerTo(malformed);
  expect(explain).toEqual([
    { check: 'proxy', outcome: 'failed', detail: 'x-ssl-client-cert is not as the proxy writes it' },
  ]);
  const { explain: elsewhere } = await answerTo({ 'client-cert': 'x' });
  expect(elsewhere[0]?.hint).toMatch(/^It sent client-cert, which is not read here/);
  const { explain: accepted } = await answerTo(headersOfForm['nginx-escaped-pem'](client, []));
  expect(accepted[0]).toEqual({
    check: 'proxy',
    outcome: 'passed',
    detail: 'a trusted proxy sent x-ssl-client-cert',
  });
});
