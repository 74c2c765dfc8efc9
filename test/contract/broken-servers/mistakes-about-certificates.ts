import { X509Certificate } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import {
  type CertificateSteps,
  fromTls,
  type Known,
  ONE_WAY,
  type Presented,
  pairOf,
  partsOf,
  TWO_WAY,
} from './certificate-server.ts';
import { fault } from './mistake.ts';

/** One step of a server that is wrong, and the cases that name it. */
export interface CertificateMistake {
  readonly mistake: string;
  readonly steps: (right: CertificateSteps, known: Known) => Partial<CertificateSteps>;
  readonly fails: readonly string[];
}

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

type Read = (value: string) => string | Buffer;
const unescaped: Read = (value) => decodeURIComponent(value.replaceAll('+', '%2B'));
const decoded: Read = (value) => Buffer.from(value.replaceAll(':', ''), 'base64');

/** The certificate in a header, from whomever. */
function inHeader(request: IncomingMessage, name: string, read: Read): Presented | undefined {
  const value = request.headers[name];
  if (typeof value !== 'string') return undefined;
  try {
    return { leaf: new X509Certificate(read(value)), error: undefined };
  } catch {
    return undefined;
  }
}

const believing = (name: string, read: Read) => () => ({
  presented: (request: IncomingMessage) => fromTls(request) ?? inHeader(request, name, read),
});

const certOfEnvoy: Read = (value) => unescaped(/Cert="([^"]*)"/.exec(value)?.[1] ?? '');

const outdated = { minVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' } as const;

export const aboutCertificates: readonly CertificateMistake[] = [
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
    mistake: 'believes Client-Cert from anyone',
    steps: believing('client-cert', decoded),
    fails: ['believes-client-cert'],
  },
  {
    mistake: 'believes X-Forwarded-Client-Cert from anyone',
    steps: believing('x-forwarded-client-cert', certOfEnvoy),
    fails: ['believes-forwarded-client-cert'],
  },
  {
    mistake: 'believes X-SSL-Client-Cert from anyone',
    steps: believing('x-ssl-client-cert', unescaped),
    fails: ['believes-what-nginx-sets'],
  },
  {
    mistake: 'believes X-ARR-ClientCert from anyone',
    steps: believing('x-arr-clientcert', decoded),
    fails: ['believes-what-nginx-sets'],
  },
  {
    mistake: 'believes X-Amzn-Mtls-Clientcert from anyone',
    steps: believing('x-amzn-mtls-clientcert', unescaped),
    fails: ['believes-what-aws-sets'],
  },
  {
    mistake: 'believes X-Amzn-Mtls-Clientcert-Leaf from anyone',
    steps: believing('x-amzn-mtls-clientcert-leaf', unescaped),
    fails: ['believes-what-aws-sets'],
  },
  {
    mistake: 'believes X_SSL_Client_Cert from anyone',
    steps: believing('x_ssl_client_cert', unescaped),
    fails: ['believes-underscores'],
  },
  {
    mistake: 'believes X-SSL-Client-Verify and a serial number from anyone',
    steps: (_right, { own }) => ({
      presented: (request) => {
        const { 'x-ssl-client-verify': verified, 'x-ssl-client-serial': number } = request.headers;
        const every = own.holders.flatMap(({ held }) => held);
        const leaf = every.find(({ serialNumber }) => serialNumber === number);
        return fromTls(request) ?? (verified === 'SUCCESS' && leaf ? { leaf, error: undefined } : undefined);
      },
    }),
    fails: ['believes-a-name-in-a-header'],
  },
  {
    mistake: 'believes a header before the connection',
    steps: () => ({
      presented: (request) => inHeader(request, 'client-cert', decoded) ?? fromTls(request),
    }),
    fails: ['believes-client-cert', 'lets-a-header-stand-in'],
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

export const aboutBasicBeside: readonly CertificateMistake[] = [
  {
    mistake: 'does not bind the pair to the certificate',
    steps: () => ({ areBound: () => true }),
    fails: ['lets-a-header-stand-in', 'takes-the-certificate-of-another', 'takes-the-session-of-another'],
  },
  {
    mistake: 'wants the pair only where there is one',
    steps: (right) => ({
      paired: (request, holder) => (pairOf(request) ? right.paired(request, holder) : holder.id),
    }),
    fails: ['takes-the-certificate-alone'],
  },
  {
    mistake: 'looks at the id alone',
    steps: () => ({ paired: (request) => pairOf(request)?.id }),
    fails: ['takes-a-wrong-secret'],
  },
];

export const aboutRoles: readonly CertificateMistake[] = [
  {
    mistake: 'wants no role',
    steps: () => ({ mayRead: () => true }),
    fails: ['takes-another-role', 'takes-a-certificate-that-is-not-qualified', 'takes-a-seal'],
  },
  {
    mistake: 'wants any role',
    steps: () => ({ mayRead: (said) => said?.kind === 'website' }),
    fails: ['takes-another-role'],
  },
  {
    mistake: 'refuses other roles alone',
    steps: (right) => ({ mayRead: (said) => said === undefined || right.mayRead(said) }),
    fails: ['takes-a-certificate-that-is-not-qualified'],
  },
  {
    mistake: 'takes a seal for a QWAC',
    steps: () => ({ mayRead: (said) => said?.role === 'PSP_AI' }),
    fails: ['takes-a-seal'],
  },
];

export const aboutHosts: readonly CertificateMistake[] = [
  {
    mistake: 'serves everything under every name',
    steps: () => ({ serves: () => true }),
    fails: [
      'serves-two-way-under-the-one-way-name',
      'serves-one-way-under-the-two-way-name',
      'goes-by-the-host-header-alone',
      'goes-by-the-handshake-alone',
    ],
  },
  {
    mistake: 'goes by Host alone',
    steps: () => ({ serves: ({ host }, _wanted, other) => host !== other }),
    fails: ['goes-by-the-host-header-alone'],
  },
  {
    mistake: 'goes by the handshake alone',
    steps: () => ({ serves: ({ serverName }, _wanted, other) => serverName !== other }),
    fails: ['goes-by-the-handshake-alone'],
  },
  {
    mistake: 'keeps the two-way host apart alone',
    steps: (right) => ({
      serves: (names, wanted, other) => wanted === ONE_WAY || right.serves(names, wanted, other),
    }),
    fails: ['serves-one-way-under-the-two-way-name'],
  },
  {
    mistake: 'serves nothing under the two-way name',
    steps: (right) => ({
      serves: (names, wanted, other) => names.host !== TWO_WAY && right.serves(names, wanted, other),
    }),
    fails: ['refuses-its-own-host'],
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
