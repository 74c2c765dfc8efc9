import { memoryDirectory } from '@countersign/core';
import { expect, test } from 'vitest';
import { authority, trusted } from '../../../../test/support/behind-proxy.ts';
import { type ClientCertificateOptions, clientCertificate } from '../client-certificate.ts';

test.each<{ proxies: unknown; message: RegExp }>([
  { proxies: null, message: /proxies must be such as/ },
  { proxies: true, message: /proxies must be such as/ },
  { proxies: {}, message: /proxies\.trusted must be a list/ },
  { proxies: { trusted: '10.0.0.7', form: 'rfc9440' }, message: /proxies\.trusted must be a list/ },
  { proxies: { trusted: [], form: 'rfc9440' }, message: /proxies\.trusted must name at least one/ },
  {
    proxies: { trusted: ['proxy.example'], form: 'rfc9440' },
    message: /proxies\.trusted: "proxy\.example" is neither/,
  },
  { proxies: { trusted: ['0.0.0.0/0'], form: 'rfc9440' }, message: /trusts every client/ },
  { proxies: { trusted: ['::/0'], form: 'rfc9440' }, message: /trusts every client/ },
  { proxies: { trusted }, message: /proxies\.form must be one of rfc9440, envoy-xfcc/ },
  { proxies: { trusted, form: 'toString' }, message: /proxies\.form must be one of/ },
  { proxies: { trusted, form: 'rfc9440', header: '' }, message: /proxies\.header must be/ },
  { proxies: { trusted, form: 'rfc9440', header: 'client_cert' }, message: /proxies\.header must be/ },
  { proxies: { trusted, form: 'rfc9440', header: 'a-a-a-a-a-a-a-a' }, message: /proxies\.header must be/ },
  {
    proxies: { trusted, form: 'rfc9440', onUntrustedHeader: true },
    message: /onUntrustedHeader must be a function/,
  },
])('configuration: $message', ({ proxies, message }) => {
  const options = {
    directory: memoryDirectory([]),
    trustAnchors: authority.root.pem,
    proxies,
  } as ClientCertificateOptions;
  expect(() => clientCertificate(options)).toThrow(message);
  expect(() => clientCertificate(options)).toThrow(TypeError);
});
