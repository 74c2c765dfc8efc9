import { X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import type { CertificateMistake } from './certificate-mistake.ts';
import { type CertificateSteps, fromTls, type Presented, pairOf, partsOf } from './certificate-server.ts';
import { fault } from './mistake.ts';

/** Nobody who was sent, or is known, signed it. */
const UNSIGNED = 'UNABLE_TO_VERIFY_LEAF_SIGNATURE';

/** What an error of OpenSSL is no reason to refuse. */
const forgiving =
  (...errors: readonly string[]) =>
  (right: CertificateSteps): Partial<CertificateSteps> => ({
    trusts: (presented, request) =>
      errors.includes(presented.error ?? '') || right.trusts(presented, request),
  });

const comparing = (...parts: readonly (keyof ReturnType<typeof partsOf>)[]) => ({
  isAttached: (leaf: X509Certificate, held: X509Certificate) =>
    parts.every((part) => partsOf(leaf)[part] === partsOf(held)[part]),
});

const outdated = { minVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' } as const;

export const aboutTheCertificate: readonly CertificateMistake[] = [
  {
    mistake: 'asks for no certificate',
    steps: () => ({ tls: {} }),
    fails: [
      'refuses-the-right-certificate',
      'wants-the-root',
      'chokes-on-a-leaf-alone',
      'lets-a-header-stand-in',
      'asks-only-at-the-handshake',
      'mixes-up-connections',
      'takes-the-certificate-of-another',
      'takes-the-session-of-another',
      'refuses-the-right-role',
      'takes-another-role',
      'takes-a-certificate-that-is-not-qualified',
      'takes-a-seal',
      'refuses-its-own-host',
    ],
  },
  {
    mistake: 'goes by the pair where there is no certificate',
    steps: (_right, { own }) => ({
      presented: (request) => {
        const holder = own.holders.find(({ id }) => id === pairOf(request)?.id);
        const leaf = holder?.held[0];
        return fromTls(request) ?? (leaf && { leaf, error: undefined });
      },
    }),
    fails: [
      'lets-anybody-in',
      'hangs-up-on-who-has-no-certificate',
      'believes-client-cert',
      'believes-forwarded-client-cert',
      'believes-what-nginx-sets',
      'believes-what-aws-sets',
      'believes-a-name-in-a-header',
      'believes-underscores',
      'mixes-up-connections',
    ],
  },
  {
    mistake: 'refuses in the handshake',
    steps: ({ tls }) => ({ tls: { ...tls, rejectUnauthorized: true } }),
    // What is served under the one-way name is for those who have none.
    fails: ['hangs-up-on-who-has-no-certificate', 'refuses-its-own-host'],
  },
  {
    mistake: 'says nothing of what is missing',
    steps: () => ({ refuse: (response, status) => void response.writeHead(status).end() }),
    fails: ['hangs-up-on-who-has-no-certificate'],
  },
  {
    mistake: 'wants the whole chain, up to the root',
    steps: ({ tls }, { own }) => ({
      tls: { ...tls, ca: [] },
      trusts: ({ leaf }) => leadsToARoot(leaf, own.trustAnchors),
    }),
    fails: ['wants-the-root'],
  },
  {
    mistake: 'takes an issuer for granted',
    steps: (right) => ({
      trusts: (presented, request) =>
        presented.error === UNSIGNED ? fault('no issuer') : right.trusts(presented, request),
    }),
    fails: ['chokes-on-a-leaf-alone', 'takes-a-borrowed-chain'],
  },
  {
    mistake: 'takes any certificate that the TLS layer let in',
    steps: () => ({ trusts: () => true }),
    fails: [
      'takes-a-self-signed-certificate',
      'takes-the-certificate-of-a-namesake',
      'takes-a-borrowed-chain',
      'takes-a-client-for-an-authority',
      'takes-an-expired-certificate',
      'takes-a-certificate-before-its-time',
      'takes-a-certificate-for-servers',
    ],
  },
  {
    mistake: 'takes any certificate of an authority that it trusts',
    steps: (_right, { own }) => ({
      find: (_leaf, request) => own.holders.find(({ id }) => id === pairOf(request)?.id) ?? own.holders[0],
    }),
    fails: [
      'takes-any-trusted-certificate',
      'takes-the-name-for-the-certificate',
      'takes-the-serial-number-for-the-certificate',
      'takes-the-certificate-of-another-issuer',
      'lets-a-header-stand-in',
      'asks-only-at-the-handshake',
      'mixes-up-connections',
      'takes-the-certificate-of-another',
      'takes-the-session-of-another',
    ],
  },
  {
    mistake: 'compares the common name alone',
    steps: () => comparing('commonName'),
    fails: ['takes-the-name-for-the-certificate', 'takes-the-certificate-of-another-issuer'],
  },
  {
    mistake: 'compares the serial number alone',
    steps: () => comparing('serialNumber'),
    fails: ['takes-the-serial-number-for-the-certificate', 'takes-the-certificate-of-another-issuer'],
  },
  {
    mistake: 'compares no issuer',
    steps: () => comparing('serialNumber', 'commonName'),
    fails: ['takes-the-certificate-of-another-issuer'],
  },
  {
    mistake: 'knows a self-signed certificate by its names',
    steps: forgiving('DEPTH_ZERO_SELF_SIGNED_CERT'),
    fails: ['takes-a-self-signed-certificate'],
  },
  {
    mistake: 'knows an authority by its names',
    steps: (right, { own }) => {
      const forgiven = forgiving('SELF_SIGNED_CERT_IN_CHAIN', UNSIGNED)(right);
      const { subject } = own.intermediate.certificate;
      return {
        trusts: (presented, request) =>
          right.trusts(presented, request) ||
          (presented.leaf.issuer === subject && forgiven.trusts?.(presented, request) === true),
      };
    },
    fails: ['takes-the-certificate-of-a-namesake', 'takes-a-borrowed-chain'],
  },
  {
    mistake: 'looks at every certificate of a chain by itself',
    steps: forgiving(UNSIGNED),
    fails: ['takes-a-borrowed-chain'],
  },
  {
    mistake: 'takes every issuer for an authority',
    // What Node.js calls an issuer whose key is not for certificates.
    steps: forgiving('UNSPECIFIED'),
    fails: ['takes-a-client-for-an-authority'],
  },
  {
    mistake: 'does not look at the end',
    steps: forgiving('CERT_HAS_EXPIRED'),
    fails: ['takes-an-expired-certificate'],
  },
  {
    mistake: 'does not look at the beginning',
    steps: forgiving('CERT_NOT_YET_VALID'),
    fails: ['takes-a-certificate-before-its-time'],
  },
  {
    mistake: 'does not look at what it is for',
    steps: forgiving('INVALID_PURPOSE'),
    fails: ['takes-a-certificate-for-servers'],
  },
  {
    mistake: 'does not ask whether it is revoked',
    steps: () => ({ isRevoked: () => false }),
    fails: ['takes-a-revoked-certificate'],
  },
  {
    mistake: 'does not look at the state of the account',
    steps: () => ({ mayCome: () => true }),
    fails: ['lets-inactive-accounts-in'],
  },
  {
    mistake: 'asks only at the handshake',
    steps: (right) => {
      const judged = new Map<string, ReturnType<CertificateSteps['find']>>();
      return {
        find: (leaf, request) => {
          const before = judged.get(leaf.fingerprint256);
          if (before && (request.socket as TLSSocket).isSessionReused()) return before;
          const holder = right.find(leaf, request);
          judged.set(leaf.fingerprint256, holder);
          return holder;
        },
      };
    },
    fails: ['asks-only-at-the-handshake'],
  },
  {
    mistake: 'speaks TLS 1.1',
    steps: ({ tls }) => ({ tls: { ...tls, ...outdated } }),
    fails: ['takes-an-outdated-version'],
  },
  {
    mistake: 'keeps the certificate outside of the connection',
    steps: () => {
      let last: Presented | undefined;
      return {
        async presented(request) {
          last = fromTls(request);
          await new Promise((resolve) => setTimeout(resolve, 5));
          return last;
        },
      };
    },
    fails: ['mixes-up-connections'],
  },
];

/** Verified by hand: every certificate is signed by the next that was sent, the last is one of the roots. */
function leadsToARoot(leaf: X509Certificate, roots: readonly string[]): boolean {
  if (!leaf.keyUsage.includes('1.3.6.1.5.5.7.3.2') || !isInDate(leaf)) return false;
  const trusted = roots.map((pem) => new X509Certificate(pem).fingerprint256);
  let last = leaf;
  while (last.issuerCertificate && last.issuerCertificate !== last) {
    const issuer = last.issuerCertificate;
    if (!issuer.ca || !last.verify(issuer.publicKey)) return false;
    last = issuer;
  }
  return trusted.includes(last.fingerprint256);
}

function isInDate({ validFromDate, validToDate }: X509Certificate): boolean {
  return validFromDate.getTime() <= Date.now() && Date.now() <= validToDate.getTime();
}
