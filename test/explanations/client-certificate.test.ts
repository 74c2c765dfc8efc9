import { createPublicKey, webcrypto, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import {
  authorityExtensions,
  createAuthority,
  type IssuedCertificate,
  issueCertificate,
  leafExtensions,
  x509,
} from '../support/authority.ts';
import { basicOf, type CallOptions, call } from '../support/call.ts';
import { loggedHints } from '../support/logged-hints.ts';
import { runningSandbox } from '../support/running-sandbox.ts';

const sandbox = runningSandbox();
afterEach(() => {
  sandbox().clock.offsetSeconds = 0;
});

const DAY_MS = 86_400_000;
const folder = () => String(sandbox().certificates?.folder);
const read = (name: string) => readFileSync(`${folder()}/${name}.pem`, 'utf8');
const demo = (name: string) => ({ cert: read(`${name}-chain`), key: read(`${name}-key`) });
const own = ({ chainPem, keyPem }: IssuedCertificate) => ({ cert: chainPem, key: keyPem });
const pemsOf = (chain: string) => chain.split(/(?<=-----END CERTIFICATE-----\n)/).filter(Boolean);

const authorization = basicOf('ConnectPay', 'EasyBanking');
const sent = (options: CallOptions, url = sandbox().tlsUrl) =>
  loggedHints(sandbox(), () =>
    call(`${url}/connectpay/mtls/accounts`, {
      headers: { authorization },
      ca: read('ca'),
      agent: false,
      ...options,
    }),
  );

/** The sandbox's own authority, from the files that it wrote. */
async function demoRoot(): Promise<IssuedCertificate> {
  const certificate = new X509Certificate(read('ca'));
  const keyPem = read('ca-key');
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  const pkcs8 = Buffer.from(keyPem.replace(/-----.*-----|\s/g, ''), 'base64');
  const spki = createPublicKey(keyPem).export({ type: 'spki', format: 'der' });
  const keys = {
    privateKey: await webcrypto.subtle.importKey('pkcs8', pkcs8, algorithm, true, ['sign']),
    publicKey: await webcrypto.subtle.importKey('spki', spki, algorithm, true, ['verify']),
  };
  const subject = [
    ['O', 'Countersign'],
    ['CN', 'Countersign Demo CA'],
  ] as const;
  const pem = certificate.toString();
  return { subject, certificate, keys, pem, keyPem, chainPem: pem };
}

/** A certificate of ConnectPay's that the sandbox's authority issued, or nobody. */
async function issued(
  issuer?: IssuedCertificate,
  more: { notAfter?: number; extensions?: x509.Extension[] } = {},
) {
  return issueCertificate({
    subject: [['CN', 'ConnectPay']],
    issuer,
    notBefore: Date.now() - 10 * DAY_MS,
    notAfter: Date.now() + DAY_MS,
    extensions: leafExtensions([x509.ExtendedKeyUsage.clientAuth]),
    ...more,
  });
}

describe('a client certificate', () => {
  test('that was not sent', async () => {
    const { reason, hints } = await sent({});
    expect(reason).toBe('absent');
    expect(hints).toEqual([expect.stringMatching(/^A certificate is sent in the TLS handshake/)]);
  });

  test('that cannot be sent, without TLS', async () => {
    const { reason, checks } = await sent({}, sandbox().url);
    expect(reason).toBe('absent');
    expect(checks).toEqual([
      {
        check: 'client certificate',
        outcome: 'failed',
        detail: 'the connection is not TLS',
        hint: expect.stringMatching(/https:/),
      },
    ]);
  });

  test.each([
    { what: 'self-signed', extensions: leafExtensions([x509.ExtendedKeyUsage.clientAuth]) },
    {
      what: 'self-signed, as `openssl req -x509` makes one: an authority',
      extensions: authorityExtensions(),
    },
  ])('that is $what', async ({ extensions }) => {
    const selfSigned = own(await issued(undefined, { extensions }));
    const twice = { ...selfSigned, cert: selfSigned.cert + selfSigned.cert };
    for (const options of [selfSigned, twice]) {
      const { reason, hints } = await sent(options);
      expect(reason).toBe('certificate-untrusted');
      expect(hints).toEqual([expect.stringMatching(/^The certificate is self-signed/)]);
    }
  });

  test('that comes alone', async () => {
    const { cert, key } = demo('client');
    const { reason, hints } = await sent({ cert: pemsOf(cert)[0] ?? '', key });
    expect(reason).toBe('certificate-untrusted');
    expect(hints).toEqual([expect.stringMatching(/^The certificate came alone. Send the chain/)]);
  });

  test('that is sent in reverse, root first', async () => {
    const { cert } = demo('client');
    const { reason, hints } = await sent({ cert: pemsOf(cert).reverse().join(''), key: read('ca-key') });
    expect(reason).toBe('certificate-untrusted');
    expect(hints).toEqual([expect.stringMatching(/^The chain was sent in reverse/)]);
  });

  test("that is the authority's own", async () => {
    const { hints } = await sent({ cert: read('ca'), key: read('ca-key') });
    expect(hints).toEqual([expect.stringMatching(/^This is an authority's own certificate/)]);
  });

  test('of another authority, such as a live one', async () => {
    const other = await createAuthority({ commonName: 'Live CA' });
    const { reason, hints } = await sent(own(await other.issueClient({ commonName: 'ConnectPay' })));
    expect(reason).toBe('certificate-untrusted');
    expect(hints).toEqual([
      expect.stringMatching(/its root is not trusted here. Is it of another environment/),
    ]);
  });

  test.each([
    { what: 'the root', kept: [0, 1] },
    { what: 'the intermediate', kept: [0, 2] },
  ])('of another authority, without $what', async ({ kept }) => {
    const other = await createAuthority({ commonName: 'Other CA' });
    const { chainPem, keyPem } = await other.issueClient({ commonName: 'ConnectPay' });
    const cert = kept.map((index) => pemsOf(chainPem)[index]).join('');
    const { reason, hints } = await sent({ cert, key: keyPem });
    expect(reason).toBe('certificate-untrusted');
    expect(hints).toEqual([expect.stringMatching(/does not reach an authority that is trusted here/)]);
  });

  test('that is expired', async () => {
    const expired = await issued(await demoRoot(), { notAfter: Date.now() - DAY_MS });
    const { reason, checks, hints } = await sent(own(expired));
    expect(reason).toBe('certificate-expired');
    expect(hints).toEqual(['Renew the certificate, and attach the new one.']);
    expect(checks.at(-1)?.detail).toMatch(/^CN=ConnectPay expired at .*; it is .* here$/);
  });

  test('that is not valid yet', async () => {
    sandbox().clock.offsetSeconds = -10 * 86_400;
    const { reason, hints } = await sent(demo('client'));
    expect(reason).toBe('certificate-not-yet-valid');
    expect(hints).toEqual([expect.stringMatching(/^Is the issuer's clock right/)]);
  });

  test('that is not the one attached, but its successor', async () => {
    const { reason, hints } = await sent(own(await issued(await demoRoot())));
    expect(reason).toBe('certificate-not-attached');
    expect(hints).toEqual([expect.stringMatching(/^Is it the certificate that was attached/)]);
  });

  test.each([
    { certificate: 'other', key: authorization },
    { certificate: 'client', key: basicOf('OtherApp', 'OtherSecret') },
    { certificate: 'qwac', key: basicOf('OtherApp', 'OtherSecret') },
  ])('of another DevApp than the key: $certificate', async ({ certificate, key }) => {
    const { reason, hints } = await sent({ ...demo(certificate), headers: { authorization: key } });
    expect(reason).toBe('identity-conflict');
    expect(hints).toEqual([
      'each of the credentials is right, and they belong to different accounts: send those of one',
    ]);
  });

  test('beside a key that is wrong', async () => {
    const swapped = basicOf('EasyBanking', 'ConnectPay');
    const { reason, hints } = await sent({ ...demo('client'), headers: { authorization: swapped } });
    expect(reason).toBe('account-unknown');
    expect(hints).toEqual(['id and secret are swapped: the id comes first']);
  });

  test('that was revoked', async () => {
    const revoked = { method: 'PATCH', headers: { 'content-type': 'application/json' } };
    const url = `${sandbox().url}/_sandbox/certificates/other`;
    await call(url, { ...revoked, body: '{"status":"revoked"}' });
    const { reason, hints } = await sent(demo('other'));
    expect(reason).toBe('certificate-revoked');
    expect(hints).toEqual([expect.stringMatching(/^A revoked certificate does not come back/)]);
    await call(url, { ...revoked, body: '{"status":"good"}' });
  });
});
