import { X509Certificate } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { CertificateMistake } from './certificate-mistake.ts';
import { fromTls, type Presented } from './certificate-server.ts';

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

export const aboutForwardedCertificates: readonly CertificateMistake[] = [
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
];
